"""What the sources call a response, and what these terms became."""

from typing import Any

from evidence.coded.labels import labels
from evidence.coded.source_keys import joined_sources
from evidence.tables.core.citation_numbers import cite
from evidence.tables.core.labels import Tables, case_labels, response_labels
from evidence.tables.core.number_format import as_coded
from evidence.tables.core.table import Row, Table, columns

TRIALS = columns(
    ("source", "Source"),
    ("term", "Term used"),
    ("time", "Judged when"),
    ("mrd", "MRD"),
    ("denominator", "Counted among"),
    ("interval", "Limits"),
    ("reference", "Ref."),
)
CASES = columns(
    ("term", "Authors' term"),
    ("compartment", "Compartment"),
    ("harmonised", "Harmonised, ELN 2024"),
    ("reference", "Ref."),
)
METHODS = {"clopper_pearson": "Clopper-Pearson", "wilson": "Wilson"}


def _limits(reported: str, study: str, derived: Tables) -> str:
    """The limits that a study prints, and the method that reproduces them."""
    found = derived["reported_intervals"]
    methods = [
        METHODS.get(method, method)
        for method in found.loc[found["study_id"] == study, "method"].unique()
        if method
    ]
    return as_coded(reported) + (
        f"; proportions reproduced by {' and '.join(methods)}" if methods else ""
    )


def _trial(row: Any, derived: Tables) -> Row:
    cells = (
        row.label,
        row.term_as_used,
        row.time_point,
        row.mrd_definition,
        row.denominator,
        _limits(row.interval, row.study_id, derived),
        cite(row.document_id),
    )
    return Row(
        tuple(cell if cell != "not in what was seen" else "Not seen" for cell in cells),
        f"response_definitions:{row.definition_id}",
    )


def response_vocabulary(coded: Tables, derived: Tables) -> Table:
    """How trials and cohorts use terms of response, as far as it was seen."""
    rows = tuple(_trial(row, derived) for row in coded["response_definitions"].itertuples())
    footnotes = (
        (
            "CR, complete remission; CRi, with incomplete haematological recovery; CRp, "
            "without platelet recovery; MRD, measurable residual disease; PR, partial "
            "remission; VOD/SOS, veno-occlusive disease or sinusoidal obstruction syndrome."
        ),
        (
            "Not seen: not in the abstract or page that could be read. Which method "
            "reproduces reported limits was found by computing them."
        ),
    )
    return Table(
        "response_vocabulary",
        "Response terms across trials and cohorts",
        TRIALS,
        rows,
        footnotes,
        landscape=True,
    )


def response_terms(coded: Tables, derived: Tables) -> Table:
    """What each author's term became, by patient and compartment; equal terms are shown once."""
    compartments, responses = labels(coded, "compartments"), response_labels(coded)
    names = case_labels(derived)
    reported = derived["responses"]
    reported = reported[(reported["author_term"] != "") & (reported["compartment"] != "integrated")]
    rows = tuple(
        Row(
            (
                as_coded(term),
                compartments[compartment],
                responses[found],
                cite(same["document_id"].iloc[0]),
            ),
            joined_sources(same["sources"]),
            names[patient],
        )
        for (patient, compartment, term, found), same in reported.groupby(
            ["patient_id", "compartment", "author_term", "response"], sort=False
        )
    )
    footnotes = (
        (
            "CNS, central nervous system; ELN, European LeukemiaNet; MRD, measurable "
            "residual disease; NR, not reported. Harmonised by compartment; an author's term "
            "is never overwritten."
        ),
    )
    return Table("response_terms", "Response terms of the case reports", CASES, rows, footnotes)
