"""The line list of responses: every evaluation, patient by patient."""

from collections.abc import Sequence
from typing import Any

from evidence.coded.labels import labels
from evidence.tables.core.citation_numbers import cite
from evidence.tables.core.labels import Tables, case_labels, response_labels
from evidence.tables.core.number_format import (
    NOT_REPORTED,
    NOTHING,
    as_coded,
    missing,
    power,
    state,
)
from evidence.tables.core.table import Row, Table, columns

RESPONSES = columns(
    ("evaluation", "No.", "right"),
    ("compartment", "Compartment"),
    ("author_term", "Authors' term"),
    ("response", "Harmonised, ELN 2024"),
    ("evaluable", "Evaluable at baseline"),
    ("mrd", "MRD: assay and result"),
    ("reference", "Ref."),
)
COMPARATORS = {"below": "<", "above": ">"}


def _mrd(row: Any) -> str:
    level = (
        f"{COMPARATORS.get(row.comparator, '')}{power(row.result_as_reported)}"
        if row.result_as_reported
        else {"not_detected": "not detected", "detected": "detected"}.get(
            row.comparator, NOT_REPORTED
        )
    )
    limit = f", limit {power(row.sensitivity_as_reported)}" if row.sensitivity_as_reported else ""
    return f"{row.panel}: {level}{limit}"


def _assays(derived: Tables) -> dict[tuple, str]:
    """Assays and results by patient and evaluation."""
    found: dict[tuple, list[str]] = {}
    for row in derived["mrd"].itertuples():
        if not missing(row.evaluation):
            found.setdefault((row.patient_id, int(row.evaluation)), []).append(_mrd(row))
    return {key: "; ".join(dict.fromkeys(reported)) for key, reported in found.items()}


def line_list_responses(coded: Tables, derived: Tables, *, footnotes: Sequence[str] = ()) -> Table:
    """Evaluations that say anything, by compartment: the authors' term beside
    the harmonised one.

    Parameters
    ----------
    footnotes : further ones of the review.
    """
    names, assays = case_labels(derived), _assays(derived)
    compartments, responses = labels(coded, "compartments"), response_labels(coded)
    reported = derived["responses"]
    reported = reported[(reported["response"] != "not_reported") | (reported["author_term"] != "")]
    rows = tuple(
        Row(
            (
                str(int(row.evaluation)),
                compartments[row.compartment],
                as_coded(row.author_term),
                responses[row.response],
                state(row.evaluable_at_baseline),
                assays.get((row.patient_id, int(row.evaluation)), NOT_REPORTED)
                if row.compartment == "mrd"
                else NOTHING,
                cite(row.document_id),
            ),
            row.sources,
            names[row.patient_id],
        )
        for row in reported.itertuples()
    )
    abbreviations = (
        f"{NOT_REPORTED}, not reported; {NOTHING}, does not apply; CNS, central nervous "
        f"system; ELN, European LeukemiaNet; MRD, measurable residual disease. "
        f"Compartments of which an evaluation says nothing are left out."
    )
    return Table(
        "line_list_responses",
        "Line list of responses",
        RESPONSES,
        rows,
        (abbreviations, *footnotes),
        landscape=True,
    )
