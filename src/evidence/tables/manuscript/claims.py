"""What the reports say of other studies, each statement with its verdict."""

import re

import pandas as pd

from evidence.tables.core.citation_numbers import cite
from evidence.tables.core.labels import Tables, labels
from evidence.tables.core.number_format import NOTHING, printed, state
from evidence.tables.core.table import Row, Table, columns

COLUMNS = columns(
    ("locator", "Where"),
    ("measure", "Of what"),
    ("claim", "As printed"),
    ("study", "Study meant or cited"),
    ("verdict", "Verdict"),
    ("reason", "Why"),
    ("reference", "Ref."),
)


def _printed(claim: pd.Series) -> str:
    """The figures of a claim: the value, or numerator over denominator, and the other arm's."""
    counts = "/".join(
        part for part in (claim["numerator_as_printed"], claim["denominator_as_printed"]) if part
    )
    told = "; ".join(dict.fromkeys(part for part in (claim["value_as_printed"], counts) if part))
    return printed(
        told
        + (
            f" v {claim['comparator_value_as_printed']}"
            if claim["comparator_value_as_printed"]
            else ""
        )
    )


def _readable(reason: str, sets: dict[str, str], documents: set[str]) -> str:
    """Codes of analysis sets as words, those of documents as citations."""

    def word(found: re.Match) -> str:
        code = found.group()
        return (
            sets[code][0].lower() + sets[code][1:]
            if code in sets
            else cite(code)
            if code in documents
            else code
        )

    return printed(re.sub(r"[a-z0-9]+(?:_[a-z0-9]+)+", word, reason)).replace(
        "the reference is @", "the report cites reference @"
    )


def _studies(coded: Tables) -> tuple[dict[str, str], dict[str, str]]:
    """Labels of studies by study and, for those with a document of their own, by document."""
    studies = coded["studies"]
    by_study, by_document = (
        dict(zip(studies[key], studies["label"], strict=True))
        for key in ("study_id", "document_id")
    )
    return by_study, by_document


def claims_audit(coded: Tables, derived: Tables) -> Table:
    """Claims with a verdict, report by report; claims without a figure are not checked and not
    shown.
    """
    claims = coded["claims"].set_index("claim_id")
    measures, sets, documents = (
        labels(coded, "outcome_measures"),
        labels(coded, "analysis_sets"),
        set(coded["documents"]["document_id"]),
    )
    by_study, by_document = _studies(coded)
    names = {row.document_id: row.label.partition(",")[0] for row in derived["cases"].itertuples()}
    rows = []
    for verdict in derived["claim_verdicts"].itertuples():
        if verdict.has_figure == "no":
            continue
        claim = claims.loc[verdict.claim_id]
        study = by_study.get(claim["claimed_study_id"]) or by_document.get(
            verdict.cited_document_id, NOTHING
        )
        cells = (
            printed(claim["locator"]),
            measures.get(claim["measure"], state(claim["measure"])),
            _printed(claim),
            study,
            state(verdict.verdict),
            _readable(verdict.reason, sets, documents),
            cite(verdict.cited_document_id) or NOTHING,
        )
        rows.append(
            Row(cells, verdict.sources, names.get(verdict.document_id, verdict.document_id))
        )
    footnotes = (
        (
            f"{NOTHING}, no study of the list is meant, or no reference is given. Each claim "
            f"was held against every coded result of the study that it speaks of; the first "
            f"verdict that applies is shown."
        ),
    )
    return Table(
        "claims_audit",
        "Claims of the reports about other studies",
        COLUMNS,
        tuple(rows),
        footnotes,
        landscape=True,
    )
