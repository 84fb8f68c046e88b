"""The line list of doses: every dose that is reported, patient by patient."""

from typing import Any

from evidence.coded.labels import labels
from evidence.tables.core.citation_numbers import cite
from evidence.tables.core.labels import Tables, case_labels
from evidence.tables.core.number_format import NOT_REPORTED, as_coded, missing, state
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


def _dose(row: Any, agents: dict[str, str], comparisons: dict[str, str]) -> tuple[str, ...]:
    times = NOT_REPORTED if missing(row.administrations) else str(int(row.administrations))
    return (
        agents[row.agent],
        as_coded(row.cycle_as_reported),
        as_coded(row.day_as_reported),
        as_coded(row.date_as_reported),
        as_coded(row.dose_as_reported),
        times,
        state(row.given),
        comparisons[row.compared_with_label],
        cite(row.document_id),
    )


def line_list_doses(coded: Tables, derived: Tables) -> Table:
    """Every coded dose in the order of the text; what the label allows is looked up, never
    corrected.
    """
    names, agents = case_labels(derived), labels(coded, "agents")
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
