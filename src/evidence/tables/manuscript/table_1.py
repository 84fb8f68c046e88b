"""Table 1: the patients of the case reports, one column per patient, so that a page holds them."""

from collections.abc import Callable

import pandas as pd

from evidence.coded.labels import labels
from evidence.coded.source_keys import joined_sources, source_keys
from evidence.tables.core.citation_numbers import cite
from evidence.tables.core.labels import Tables, response_labels
from evidence.tables.core.number_format import (
    ABBREVIATED,
    NOT_APPLICABLE,
    NOT_REPORTED,
    printed,
    state,
)
from evidence.tables.core.table import Column, Row, Table

COMPARTMENTS = {
    "marrow": "Marrow",
    "mrd": "MRD",
    "extramedullary": "Extramedullary",
    "cns": "CNS",
    "integrated": "Whole patient",
}
PHASE = "last_evaluation_phase"
# Group, heading, column of the derived table, and how its code is worded; None is a phase or a
# harmonised response, whose label is in a code list.
ITEMS: tuple[tuple[str, str, str, Callable[[str], str] | None], ...] = (
    ("Patient", "Age at first diagnosis, years", "age_at_diagnosis", printed),
    ("Patient", "Age at first inotuzumab, years", "age", printed),
    ("Patient", "Sex", "sex", state),
    ("Patient", "Philadelphia chromosome", "ph_status", state),
    ("Patient", "KMT2A rearrangement", "kmt2a_status", state),
    ("Patient", "Karyotype", "karyotype", printed),
    ("Patient", "Comorbidity", "comorbidity", printed),
    ("Before inotuzumab", "Lines of therapy", "prior_lines", str),
    ("Before inotuzumab", "Relapses", "relapses_before_index", printed),
    ("Before inotuzumab", "Disease", "disease_status", state),
    ("Before inotuzumab", "Marrow blasts", "marrow_blasts_as_printed", printed),
    ("Before inotuzumab", "Extramedullary disease", "extramedullary", state),
    ("Before inotuzumab", "CNS disease", "cns", state),
    ("Before inotuzumab", "CD22 on blasts", "cd22_as_printed", printed),
    ("Before inotuzumab", "Earlier transplant", "prior_hsct", state),
    ("Before inotuzumab", "Earlier blinatumomab", "prior_blinatumomab", state),
    ("Before inotuzumab", "Earlier CAR T cells", "prior_car_t", state),
    ("Inotuzumab", "Cycles, as reported", "cycles_as_printed", printed),
    ("Inotuzumab", "Doses, as reported", "index_doses_as_printed", printed),
    ("Inotuzumab", "Access", "access", state),
    *(
        ("Response to inotuzumab, ELN 2024", heading, f"response_{name}", None)
        for name, heading in COMPARTMENTS.items()
    ),
    ("Last evaluation, ELN 2024", "When", PHASE, None),
    *(
        ("Last evaluation, ELN 2024", heading, f"last_{name}", None)
        for name, heading in COMPARTMENTS.items()
    ),
    ("VOD/SOS", "On inotuzumab", "vod_on_index", state),
    ("VOD/SOS", "After a later transplant", "vod_after_transplant", state),
    ("VOD/SOS", "Grade, as reported", "vod_grade_as_printed", printed),
    ("Afterwards", "Transplant", "transplant_after_index", state),
    ("Afterwards", "Relapse", "relapse_afterwards", state),
    ("Afterwards", "Follow-up, as reported", "follow_up_length_as_printed", printed),
    ("Afterwards", "Counted from, as reported", "counted_from_as_printed", printed),
    ("Afterwards", "Followed until, as reported", "until_as_printed", printed),
    ("Afterwards", "Alive at last follow-up", "alive", state),
    ("Afterwards", "In remission at last follow-up", "in_remission", state),
    ("Afterwards", "MRD-negative at last follow-up", "mrd_negative", state),
)
FOOTNOTES = (
    (
        f"{ABBREVIATED}; {NOT_APPLICABLE}, not applicable; CNS, central nervous system; ELN, "
        f"European LeukemiaNet; MRD, measurable residual disease; VOD/SOS, veno-occlusive "
        f"disease or sinusoidal obstruction syndrome."
    ),
    (
        "Derived ages follow from printed ages and dates. Where a report prints more than "
        "one figure for an item, all are shown, separated by semicolons."
    ),
    (
        "A response to inotuzumab is the last result before the next anti-leukaemic therapy, with "
        "its day from the first dose where that is known; the last evaluation may have come after "
        "other therapies. Responses are harmonised by compartment; the authors' own terms are in "
        "the list of responses."
    ),
    (
        "A line of therapy is given for a new state of the disease; consolidation, transplant in "
        "remission and pre-phase are not lines of their own."
    ),
)


def _grade(case: pd.Series) -> str:
    """A grade belongs to a VOD that occurred; where none did, none is missing."""
    occurred = "yes" in (case["vod_on_index"], case["vod_after_transplant"])
    return (
        printed(case["vod_grade_as_printed"])
        if occurred
        else NOT_APPLICABLE
        if "not_reported" not in (case["vod_on_index"], case["vod_after_transplant"])
        else NOT_REPORTED
    )


def _cell(
    case: pd.Series, name: str, worded: Callable[[str], str] | None, words: dict[str, str]
) -> str:
    """A cell in words; a harmonised response with the day on which it was found."""
    if name == "vod_grade_as_printed":
        return _grade(case)
    if worded:
        return worded(case[name])
    if name == PHASE:
        return words[case[name]]
    day = case[f"{name}_day"]
    return words[case[name]] + (f" ({day})" if day not in ("", "not_reported") else "")


def table_1(coded: Tables, derived: Tables) -> Table:
    """The cases, one column each; every row rests on the same rows of the cases."""
    cases = derived["cases"]
    sources = joined_sources(source_keys("cases", cases["patient_id"]))
    rows = [Row(("Reference", *map(cite, cases["document_id"])), sources, "Patient")]
    words = labels(coded, "phases") | response_labels(coded)
    for group, heading, name, worded in ITEMS:
        cells = [_cell(case, name, worded, words) for _, case in cases.iterrows()]
        rows.append(Row((heading, *cells), sources, group))
    headings = [
        Column(patient, label)
        for patient, label in zip(cases["patient_id"], cases["label"], strict=True)
    ]
    reports = f"{len(cases)} patients of {cases['document_id'].nunique()} reports"
    return Table(
        "table_1",
        f"The cases: {reports}",
        (Column("item", ""), *headings),
        tuple(rows),
        FOOTNOTES,
        landscape=True,
    )
