"""The line list: every printed dose, and every evaluation of response, patient by patient."""

from typing import Any

from evidence.coded.labels import labels
from evidence.tables.core.citation_numbers import cite
from evidence.tables.core.labels import Tables, response_labels
from evidence.tables.core.number_format import NOT_REPORTED, NOTHING, missing, power, printed, state
from evidence.tables.core.table import Row, Table, columns

DOSES = columns(
    ("agent", "Drug"),
    ("cycle", "Cycle"),
    ("day", "Day"),
    ("date", "Date"),
    ("dose", "Dose, as reported"),
    ("times", "Times", "right"),
    ("given", "Given or planned"),
    ("compared_with_label", "Compared with label"),
    ("reference", "Ref."),
)
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


def _names(coded: Tables, derived: Tables) -> dict[str, str]:
    return dict(zip(derived["cases"]["patient_id"], derived["cases"]["label"], strict=True))


def _dose(row: Any, agents: dict[str, str], comparisons: dict[str, str]) -> tuple[str, ...]:
    times = NOT_REPORTED if missing(row.administrations) else str(int(row.administrations))
    return (
        agents[row.agent],
        printed(row.cycle_as_printed),
        printed(row.day_as_printed),
        printed(row.date_as_printed),
        printed(row.dose_as_printed),
        times,
        state(row.given),
        comparisons[row.compared_with_label],
        cite(row.document_id),
    )


def line_list_doses(coded: Tables, derived: Tables) -> Table:
    """Every coded dose in the order of the text; what the label allows is looked up, never
    corrected.
    """
    names, agents = _names(coded, derived), labels(coded, "agents")
    comparisons = labels(coded, "dose_comparisons")
    rows = tuple(
        Row(_dose(row, agents, comparisons), row.sources, names[row.patient_id])
        for row in derived["doses"].itertuples()
    )
    footnotes = (
        (
            f"{NOT_REPORTED}, not reported. Doses are shown as reported; what cannot be right "
            f"is marked, not corrected."
        ),
        (
            "Impossible: beyond what a cycle or a course can hold. Off the label's schedule: "
            "not a dose of the label on that day. Fixed dose: in mg, so that it cannot be compared "
            "with a dose per m²."
        ),
    )
    return Table("line_list_doses", "Line list of doses", DOSES, rows, footnotes, landscape=True)


def _mrd(row: Any) -> str:
    level = (
        f"{COMPARATORS.get(row.comparator, '')}{power(row.result_as_printed)}"
        if row.result_as_printed
        else {"not_detected": "not detected", "detected": "detected"}.get(
            row.comparator, NOT_REPORTED
        )
    )
    limit = f", limit {power(row.sensitivity_as_printed)}" if row.sensitivity_as_printed else ""
    return f"{row.panel}: {level}{limit}"


def _assays(derived: Tables) -> dict[tuple, str]:
    """Assays and results by patient and evaluation."""
    found: dict[tuple, list[str]] = {}
    for row in derived["mrd"].itertuples():
        if not missing(row.evaluation):
            found.setdefault((row.patient_id, int(row.evaluation)), []).append(_mrd(row))
    return {key: "; ".join(dict.fromkeys(reported)) for key, reported in found.items()}


def line_list_responses(coded: Tables, derived: Tables) -> Table:
    """Evaluations that say anything, by compartment: the authors' term beside
    the harmonised one.
    """
    names, assays = _names(coded, derived), _assays(derived)
    compartments, responses = labels(coded, "compartments"), response_labels(coded)
    reported = derived["responses"]
    reported = reported[(reported["response"] != "not_reported") | (reported["author_term"] != "")]
    rows = tuple(
        Row(
            (
                str(int(row.evaluation)),
                compartments[row.compartment],
                printed(row.author_term),
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
    footnotes = (
        (
            f"{NOT_REPORTED}, not reported; {NOTHING}, does not apply; CNS, central nervous "
            f"system; ELN, European LeukemiaNet; MRD, measurable residual disease. "
            f"Compartments of which an evaluation says nothing are left out."
        ),
        (
            "No report prints neutrophils and platelets with a response, so complete "
            "remission with and without recovery of counts cannot be told apart. Negative "
            "results count as complete only with a printed sensitivity of 10⁻⁴ or better."
        ),
    )
    return Table(
        "line_list_responses", "Line list of responses", RESPONSES, rows, footnotes, landscape=True
    )
