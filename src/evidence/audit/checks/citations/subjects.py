"""References cited for a subject that they do not have."""

import pandas as pd

from evidence.audit.checks.citations.thresholds import PROTOCOL
from evidence.audit.core.check import check
from evidence.audit.core.findings import NONE, Frames, looked_up, noted
from evidence.harmonise.memoise import read_each

CONTEXT_SOURCES = (
    "citation_contexts:{context_id} citations:{citation_id} documents:{cited_document_id}"
)


def with_titles(coded: Frames, table: str) -> pd.DataFrame:
    rows = coded[table].merge(
        coded["citations"][["document_id", "reference_number", "cited_document_id", "citation_id"]]
        .drop_duplicates(["document_id", "reference_number"])
        .assign(reference_number=lambda f: f["reference_number"].astype("Int64")),
        on=["document_id", "reference_number"],
        validate="many_to_one",
    )
    titles = coded["documents"].set_index("document_id")["title"]
    rows = rows.assign(title=looked_up(rows["cited_document_id"], titles))
    return rows[rows["title"] != ""]


@check(
    "citations",
    severity="warning",
    says="A reference is about what it is cited for.",
    threshold="code list subject_terms, compared with the title",
)
def cited_off_subject(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = with_titles(coded, "citation_contexts").merge(
        coded["subject_terms"][["subject", "terms"]], on="subject", validate="many_to_one"
    )
    pair = rows["terms"] + "\t" + rows["title"]
    named = read_each(
        pair,
        lambda both: any(
            term in both.split("\t")[1].lower() for term in both.split("\t")[0].split(";")
        ),
        True,
    ).astype(bool)
    rows = rows[~named].drop_duplicates(["document_id", "reference_number", "subject"])
    return noted(
        "citation_contexts",
        rows,
        "subject",
        reported=rows["cited_for"],
        expected="a paper on " + rows["subject"].str.replace("_", " "),
        how="the title cited names none of: " + rows["terms"].str.replace(";", ", "),
        sources=CONTEXT_SOURCES,
    )


@check(
    "citations",
    severity="error",
    says="A reference is not about the opposite of what it is cited for.",
    threshold="code list opposed_terms, compared with the title",
)
def cited_for_opposite(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = with_titles(coded, "claims")
    text = rows["population_as_reported"] + " " + rows["arm_as_reported"]
    parts = []
    for pair in coded["opposed_terms"].itertuples():
        bad = (
            text.str.contains(pair.claimed, regex=True)
            & rows["title"].str.contains(pair.cited, regex=True)
            & ~rows["title"].str.contains(pair.claimed, regex=True)
        )
        found = rows[bad].drop_duplicates(["document_id", "reference_number"])
        parts.append(
            noted(
                "claims",
                found,
                "reference_number",
                reported="{population_as_reported} [{reference_as_reported}]",
                expected=pair.expected,
                how="the title cited is on " + pair.of,
                sources="claims:{claim_id} citations:{citation_id} documents:{cited_document_id}",
            )
        )
    return pd.concat(parts or [NONE]).drop_duplicates("row_key")


@check(
    "citations",
    severity="error",
    says="A protocol is cited by its report.",
    threshold="names of protocols in the title",
)
def cited_for_other_protocol(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = with_titles(coded, "citation_contexts")
    rows = rows[rows["subject"] == "protocol"]
    names = [
        (set(PROTOCOL.findall(cited)), set(PROTOCOL.findall(title)))
        for cited, title in zip(rows["cited_for"], rows["title"], strict=True)
    ]
    rows = rows.assign(
        other=[
            ", ".join(sorted(title)) if cited and title and not cited & title else ""
            for cited, title in names
        ]
    )
    rows = rows[rows["other"] != ""]
    return noted(
        "citation_contexts",
        rows,
        "cited_for",
        expected="the report of that protocol",
        how="the title cited is of {other}",
        sources=CONTEXT_SOURCES,
    )
