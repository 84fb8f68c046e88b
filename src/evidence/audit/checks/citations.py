"""Is a claim in the study it is credited to, and is a reference what it is cited for?"""

import re

import pandas as pd

from evidence.audit.claims.authors import authors_named, plain
from evidence.audit.core.findings import Check, both_sources, looked_up, noted
from evidence.harmonise.memoise import read_each

PROTOCOL = re.compile(r"\b(?:[A-Z]{2,}[A-Z0-9-]*\d+[A-Z0-9]*|[Ii]nterfant-\d+)\b")
VERDICT_SEVERITY = {
    "wrong_reference": "error",
    "wrong_denominator": "error",
    "contradicted": "error",
    "other_analysis_set": "warning",
    "time_point_omitted": "note",
}


def claim_not_supported(coded, derived):
    verdicts = derived["claim_verdicts"]
    verdicts = verdicts[verdicts["verdict"].isin(VERDICT_SEVERITY)][
        ["claim_id", "verdict", "reason", "sources", "cited_document_id"]
    ]
    rows = coded["claims"].merge(verdicts, on="claim_id")
    other = rows["comparator_value_as_printed"]
    printed = (
        rows["value_as_printed"]
        + (" v " + other).where(other != "", "")
        + (" [" + rows["reference_as_printed"] + "]").where(rows["reference_as_printed"] != "", "")
    )
    return noted(
        "claims",
        rows,
        "value_as_printed",
        printed=printed,
        expected=rows["reason"],
        how=rows["verdict"].str.replace("_", " "),
        sources=rows["sources"],
        severity=rows["verdict"].map(VERDICT_SEVERITY),
    )


def claim_of_other_measure(coded, derived):
    verdicts = derived["claim_verdicts"]
    other = (
        (verdicts["matched_measure"] != "")
        & (verdicts["matched_measure"] != verdicts["measure"])
        & verdicts["verdict"].isin(["supported", "wrong_reference"])
    )
    groups = coded["measure_groups"].query("group == 'remission'")["measure"]
    other &= verdicts["measure"].isin(groups)
    rows = coded["claims"].merge(
        verdicts.loc[other, ["claim_id", "matched_measure", "sources"]], on="claim_id"
    )
    return noted(
        "claims",
        rows,
        "measure",
        printed=rows["measure"] + " " + rows["value_as_printed"],
        expected=rows["matched_measure"],
        how="the study tells the figure for this wider outcome",
        sources=rows["sources"],
    )


def _author_findings(coded, standing: str, how: str):
    rows = authors_named(coded)
    # One person is named once for several claims of a passage.
    rows = rows[rows["standing"] == standing].drop_duplicates(
        ["document_id", "author_named_as_printed", "cited"]
    )
    first = rows["authors_as_printed"].astype(str).str.split(";").str[0]
    return noted(
        "claims",
        rows,
        "author_named_as_printed",
        printed=rows["author_named_as_printed"],
        expected=first,
        how=how,
        sources="claims:"
        + rows["claim_id"]
        + (" citations:" + rows["citation_id"].astype(object)).where(
            rows["citation_id"].notna(), ""
        ),
    )


def author_wrong(coded, derived):
    return _author_findings(coded, "wrong", "the name is none of the document's authors")


def author_misprinted(coded, derived):
    return _author_findings(coded, "misprint", "the name differs in some letters")


def figure_without_reference(coded, derived):
    rows = coded["claims"]
    rows = rows[(rows["has_figure"] == "yes") & (rows["reference_as_printed"] == "")]
    return noted(
        "claims",
        rows,
        "reference_as_printed",
        printed=rows["value_as_printed"],
        expected="a reference",
        how="a figure of another study without one",
    )


def reference_twice(coded, derived):
    rows = coded["citations"].sort_values(["document_id", "reference_number"], kind="stable")
    first = rows.groupby(["document_id", "cited_document_id"], sort=False)[
        ["citation_id", "reference_number"]
    ].transform("first")
    again = rows["citation_id"] != first["citation_id"]
    rows, first = rows[again], first[again]
    return noted(
        "citations",
        rows,
        "cited_document_id",
        printed=rows["reference_number"].astype(str) + ": " + rows["as_printed"],
        expected="one entry a document",
        how="the same paper as reference " + first["reference_number"].astype(str),
        sources=both_sources("citations", rows["citation_id"], first["citation_id"]),
    )


def first_author_wrong(coded, derived):
    authors = coded["documents"].set_index("document_id")["authors_as_printed"]
    rows = coded["citations"].assign(
        first=lambda f: looked_up(f["cited_document_id"], authors).str.split(";").str[0]
    )
    same = [
        plain(printed)[:4] == plain(first)[:4]
        for printed, first in zip(rows["first_author_as_printed"], rows["first"])
    ]
    rows = rows[~pd.Series(same, rows.index, dtype=bool)]
    return noted(
        "citations",
        rows,
        "first_author_as_printed",
        printed=rows["first_author_as_printed"],
        expected=rows["first"],
        how="first author of the same paper",
        sources="citations:" + rows["citation_id"] + " documents:" + rows["cited_document_id"],
    )


def year_wrong(coded, derived):
    years = coded["documents"].set_index("document_id")["year"]
    rows = coded["citations"].assign(year=lambda f: f["cited_document_id"].map(years))
    rows = rows[
        (rows["year"] != "")
        & (rows["year_as_printed"] != "")
        & (rows["year"] != rows["year_as_printed"])
    ]
    return noted(
        "citations",
        rows,
        "year_as_printed",
        printed=rows["year_as_printed"],
        expected=rows["year"],
        how="year of the same paper",
        sources="citations:" + rows["citation_id"] + " documents:" + rows["cited_document_id"],
    )


def cited_before_published(coded, derived):
    years = pd.to_numeric(
        coded["documents"].set_index("document_id")["year"].replace("", None)
    ).astype(float)
    rows = coded["citations"]
    rows = rows[
        pd.to_numeric(rows["year_as_printed"].replace("", None)).astype(float)
        > rows["document_id"].map(years)
    ]
    return noted(
        "citations",
        rows,
        "year_as_printed",
        printed=rows["year_as_printed"],
        expected="not after the report",
        how="a paper cited before it was published",
    )


def title_before_its_subject(coded, derived):
    documents = coded["documents"]
    parts = []
    for term in coded["dated_terms"].itertuples():
        named = documents["title"].str.contains(term.term, case=False, regex=False)
        early = pd.to_numeric(documents["year"].replace("", None)).astype(float) < int(
            term.first_year
        )
        rows = coded["citations"].merge(
            documents.loc[named & early, ["document_id", "title", "year"]],
            left_on="cited_document_id",
            right_on="document_id",
            suffixes=("", "_cited"),
        )
        parts.append(
            noted(
                "citations",
                rows,
                "year_as_printed",
                printed=rows["year"] + ": " + term.term,
                expected=f"{term.first_year} or later",
                how="the title names what did not have a name yet",
                sources="citations:"
                + rows["citation_id"]
                + " documents:"
                + rows["cited_document_id"],
            )
        )
    return pd.concat(parts).drop_duplicates("row_key")


def journal_key(title: str) -> str:
    """A journal's name so that its abbreviation gives the same: the first letters of each word.

    >>> journal_key("Cellular Therapy and Transplantation (CTT)") == journal_key("Cell Ther Transplant")
    True
    """
    words = re.findall(r"[a-z]+", re.sub(r"\(.*?\)", "", title.lower()))
    return " ".join(
        word[:4] if word != "journal" else "j"
        for word in words
        if word not in ("and", "of", "the", "in")
    )


def volume_in_two_years(coded, derived):
    documents = coded["documents"]
    documents = documents[
        (documents["container_title"] != "")
        & (documents["volume"] != "")
        & (documents["year"] != "")
    ]
    documents = documents.assign(journal=read_each(documents["container_title"], journal_key, ""))
    mixed = documents[documents.groupby(["journal", "volume"])["year"].transform("nunique") > 1]
    told = (
        mixed.groupby(["journal", "volume"])["year"]
        .agg(lambda years: ", ".join(sorted(set(years))))
        .rename("years")
    )
    mixed = mixed.merge(told, on=["journal", "volume"])
    rows = coded["citations"].merge(
        mixed[["document_id", "years", "volume", "container_title"]],
        left_on="cited_document_id",
        right_on="document_id",
        suffixes=("", "_cited"),
    )
    return noted(
        "citations",
        rows,
        "year_as_printed",
        printed=rows["container_title"] + " " + rows["year_as_printed"] + ";" + rows["volume"],
        expected="one year a volume",
        how="documents here tell the volume for " + rows["years"],
        sources="citations:" + rows["citation_id"] + " documents:" + rows["cited_document_id"],
    )


def reference_incomplete(coded, derived):
    documents = coded["documents"].set_index("document_id")[["volume", "pages", "container_title"]]
    rows = coded["citations"].join(documents, on="cited_document_id")
    rows = rows.assign(garbled=rows["pages"].str.contains(r"\d\s*[A-Z]{2,}\s*[–-]", regex=True))
    rows = rows[(rows["volume"] == "") | (rows["container_title"] == "") | rows["garbled"]]
    how = rows["garbled"].map({True: "pages are garbled", False: "journal or volume is missing"})
    return noted(
        "citations",
        rows,
        "as_printed",
        printed=rows["as_printed"],
        expected="journal, volume and pages",
        how=how,
    )


def mark_without_reference(coded, derived):
    rows = coded["citation_contexts"]
    last = coded["citations"].groupby("document_id")["reference_number"].max()
    highest = read_each(
        rows["reference_as_printed"], lambda text: float(max(map(int, re.findall(r"\d+", text))))
    ).astype(float)
    rows = rows[highest > rows["document_id"].map(last).astype(float)].drop_duplicates(
        ["document_id", "locator", "reference_as_printed"]
    )
    return noted(
        "citation_contexts",
        rows,
        "reference_as_printed",
        printed=rows["reference_as_printed"],
        expected="a number of the list",
        how="the list ends at " + rows["document_id"].map(last).astype(str),
    )


def cited_out_of_order(coded, derived):
    rows = coded["citation_contexts"].drop_duplicates(["document_id", "reference_number"])
    highest = rows.groupby("document_id", sort=False)["reference_number"].cummax()
    rows = rows[rows["reference_number"] < highest].drop_duplicates("document_id")
    return noted(
        "citation_contexts",
        rows,
        "reference_number",
        printed=rows["reference_as_printed"],
        expected="numbers in order of appearance",
        how="first cited after reference " + highest[rows.index].astype(str),
    )


def _with_titles(coded, table: str) -> pd.DataFrame:
    rows = coded[table].merge(
        coded["citations"][["document_id", "reference_number", "cited_document_id", "citation_id"]]
        .drop_duplicates(["document_id", "reference_number"])
        .assign(reference_number=lambda f: f["reference_number"].astype("Int64")),
        on=["document_id", "reference_number"],
    )
    titles = coded["documents"].set_index("document_id")["title"]
    rows = rows.assign(title=looked_up(rows["cited_document_id"], titles))
    return rows[rows["title"] != ""]


def cited_off_subject(coded, derived):
    rows = _with_titles(coded, "citation_contexts").merge(
        coded["subject_terms"][["subject", "terms"]], on="subject"
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
        printed=rows["cited_for"],
        expected="a paper on " + rows["subject"].str.replace("_", " "),
        how="the title cited names none of: " + rows["terms"].str.replace(";", ", "),
        sources="citation_contexts:"
        + rows["context_id"]
        + " citations:"
        + rows["citation_id"]
        + " documents:"
        + rows["cited_document_id"],
    )


def cited_for_opposite(coded, derived):
    rows = _with_titles(coded, "claims")
    text = rows["population_as_printed"] + " " + rows["arm_as_printed"]
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
                printed=found["population_as_printed"] + " [" + found["reference_as_printed"] + "]",
                expected=pair.expected,
                how="the title cited is on " + pair.of,
                sources="claims:"
                + found["claim_id"]
                + " citations:"
                + found["citation_id"]
                + " documents:"
                + found["cited_document_id"],
            )
        )
    return pd.concat(parts).drop_duplicates("row_key")


def cited_for_other_protocol(coded, derived):
    rows = _with_titles(coded, "citation_contexts")
    rows = rows[rows["subject"] == "protocol"]
    names = [
        (set(PROTOCOL.findall(cited)), set(PROTOCOL.findall(title)))
        for cited, title in zip(rows["cited_for"], rows["title"])
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
        printed=rows["cited_for"],
        expected="the report of that protocol",
        how="the title cited is of " + rows["other"].astype(str),
        sources="citation_contexts:"
        + rows["context_id"]
        + " citations:"
        + rows["citation_id"]
        + " documents:"
        + rows["cited_document_id"],
    )


def cited_for_other_transplant(coded, derived):
    rows = _with_titles(coded, "citation_contexts")
    transplants = coded["transplants"]
    allogeneic = transplants.loc[transplants["donor"] != "not_reported", "document_id"]
    autologous = rows["title"].str.contains(r"\bautologous\b", case=False, regex=True) & ~rows[
        "title"
    ].str.contains(r"\ballo", case=False, regex=True)
    rows = rows[
        rows["subject"].isin(["protocol", "transplant"])
        & autologous
        & rows["document_id"].isin(allogeneic)
    ]
    return noted(
        "citation_contexts",
        rows,
        "cited_for",
        printed=rows["cited_for"],
        expected="allogeneic transplantation",
        how="the title cited is on autologous transplantation, the report's transplants have donors",
        sources="citation_contexts:"
        + rows["context_id"]
        + " citations:"
        + rows["citation_id"]
        + " documents:"
        + rows["cited_document_id"],
    )


CHECKS = (
    Check(
        "claim_not_supported",
        "citations",
        "error",
        "A claim about another study is what that study's own results say, and cites that study.",
        "half a unit of the claim's last decimal",
        claim_not_supported,
    ),
    Check(
        "claim_of_other_measure",
        "citations",
        "warning",
        "A claimed remission is the remission that the study tells.",
        "code list measure_groups",
        claim_of_other_measure,
    ),
    Check(
        "author_wrong",
        "citations",
        "error",
        "A named author is one of the document's.",
        "none",
        author_wrong,
    ),
    Check(
        "author_misprinted",
        "citations",
        "note",
        "A named author is spelled as in the list.",
        "0.7 of the letters, a threshold of this project",
        author_misprinted,
    ),
    Check(
        "figure_without_reference",
        "citations",
        "warning",
        "A figure of another study has a reference.",
        "none",
        figure_without_reference,
    ),
    Check(
        "reference_twice",
        "citations",
        "warning",
        "A document is listed once.",
        "none",
        reference_twice,
    ),
    Check(
        "first_author_wrong",
        "citations",
        "error",
        "The first author of a reference is the paper's.",
        "none",
        first_author_wrong,
    ),
    Check(
        "year_wrong",
        "citations",
        "error",
        "The year of a reference is the paper's.",
        "none",
        year_wrong,
    ),
    Check(
        "cited_before_published",
        "citations",
        "error",
        "A report cites what was published.",
        "year of the report",
        cited_before_published,
    ),
    Check(
        "title_before_its_subject",
        "citations",
        "warning",
        "A paper is not older than what it is about.",
        "code list dated_terms",
        title_before_its_subject,
    ),
    Check(
        "volume_in_two_years",
        "citations",
        "warning",
        "A volume of a journal has one year.",
        "none",
        volume_in_two_years,
    ),
    Check(
        "reference_incomplete",
        "citations",
        "note",
        "A reference has journal, volume and pages.",
        "none",
        reference_incomplete,
    ),
    Check(
        "mark_without_reference",
        "citations",
        "note",
        "A citation mark is a number of the list.",
        "none",
        mark_without_reference,
    ),
    Check(
        "cited_out_of_order",
        "citations",
        "note",
        "References are numbered in order of appearance.",
        "none",
        cited_out_of_order,
    ),
    Check(
        "cited_off_subject",
        "citations",
        "warning",
        "A reference is about what it is cited for.",
        "code list subject_terms, held against the title",
        cited_off_subject,
    ),
    Check(
        "cited_for_opposite",
        "citations",
        "error",
        "A reference is not about the opposite of what it is cited for.",
        "code list opposed_terms, held against the title",
        cited_for_opposite,
    ),
    Check(
        "cited_for_other_protocol",
        "citations",
        "error",
        "A protocol is cited by its own report.",
        "names of protocols in the title",
        cited_for_other_protocol,
    ),
    Check(
        "cited_for_other_transplant",
        "citations",
        "warning",
        "A transplant from a donor is not cited by a paper on autologous ones.",
        "word in the title",
        cited_for_other_transplant,
    ),
)
