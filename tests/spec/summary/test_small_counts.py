"""Counts and medians that sentences are made of: which rows count and are named as sources."""

import pandas as pd
import pytest

from evidence.summary.results.cases import YES_NO, case_counts, case_medians
from evidence.summary.results.counts import dose_marks, response_counts
from evidence.summary.results.inventory import COUNTED, inventory


def doses(*rows: tuple[str, str]) -> pd.Series:
    frame = pd.DataFrame(rows, columns=["compared_with_label", "agent"])
    return dose_marks(frame.assign(sources=[f"doses:d{n}" for n in range(len(rows))])).iloc[0]


def test_doses_are_counted_by_their_mark() -> None:
    row = doses(
        ("impossible", "radiotherapy"),
        ("as_label", "inotuzumab_ozogamicin"),
        ("off_schedule", "inotuzumab_ozogamicin"),
        ("absolute_dose", "inotuzumab_ozogamicin"),
        ("impossible", "total_body_irradiation"),
        ("impossible", "radiotherapy"),
        ("not_printed", "cyclophosphamide"),
        ("above_label", "cyclophosphamide"),
    )
    assert row.to_dict() == {
        "count": 6,
        "impossible": 3,
        "above_label": 1,
        "off_schedule": 1,
        "absolute_dose": 1,
        "impossible_agents": "radiotherapy; total body irradiation",
        "sources": "doses:d0 doses:d2 doses:d3 doses:d4 doses:d5 doses:d7",
    }


def test_no_dose_is_marked() -> None:
    row = doses(("as_label", "inotuzumab_ozogamicin"))
    assert row[["count", "impossible_agents", "sources"]].tolist() == [0, "", ""]


def test_every_item_counts_its_answer() -> None:
    for item, (column, yes, no) in YES_NO.items():
        patients = pd.DataFrame({name: ["not_reported"] * 4 for name, *_ in YES_NO.values()})
        patients = patients.assign(**{column: [yes, no, yes, "other"]}, patient_id=[*"pqrs"])
        counts = case_counts(patients).set_index("item")
        assert counts.loc[item, ["yes", "reported", "not_reported"]].tolist() == [2, 3, 1]
        assert counts["yes"].sum() == 2


def test_medians_with_their_range() -> None:
    cases = pd.DataFrame(
        {
            "patient_id": [*"pqr"],
            "age_basis": ["printed", "derived", "not_reported"],
            "age_low_years": [40, 20, None],
            "age_high_years": [40, 21, None],
            "relapses_before_index": ["2", "not_reported", "1"],
            "prior_lines": [1, 5, 3],
        }
    )
    found = case_medians(cases).set_index("item")
    columns = ["median", "lowest", "highest", "reported", "not_reported", "derived"]
    assert found[columns].values.tolist() == [
        [30.25, 20.5, 40, 2, 1, 1],
        [1.5, 1, 2, 2, 1, 0],
        [3, 1, 5, 3, 0, 3],
    ]
    assert set(found["sources"]) == {"cases:p cases:q cases:r"}


def responses(*rows: tuple[str, int, str, str]) -> pd.DataFrame:
    columns = ["patient_id", "evaluation", "compartment", "response"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(
        evaluable_at_baseline="not_reported",
        before_next_therapy="yes",
        sources=[f"responses:r{n}" for n in range(len(rows))],
    )


@pytest.mark.parametrize(
    ("response", "yes", "reported"),
    [
        ("complete_metabolic_response", 1, 1),
        ("resolved", 1, 1),
        ("normal", 1, 1),
        ("partial_metabolic_response", 0, 1),
        ("relapse", 0, 1),
        ("not_reported", 0, 0),
    ],
)
def test_disease_outside_the_marrow_is_cleared_or_not(
    response: str, yes: int, reported: int
) -> None:
    cases = pd.DataFrame({"patient_id": ["p"], "extramedullary": ["yes"]})
    counts = response_counts(responses(("p", 1, "extramedullary", response)), cases)
    row = counts.set_index("item").loc["Extramedullary disease cleared by inotuzumab"]
    assert row[["yes", "reported", "not_reported"]].tolist() == [yes, reported, 1 - reported]
    assert row["sources"] == "responses:r0"


@pytest.mark.parametrize("states", [["yes", "no", "not_reported"], ["no", "no", "yes"]])
def test_a_marrow_is_evaluable_once_a_patient(states: list[str]) -> None:
    rows = [(patient, number, "marrow", "x") for patient in "pqr" for number in (1, 2)]
    frame = responses(*rows, ("s", 1, "mrd", "x"))
    evaluable = [state for state in states for _ in (1, 2)]
    frame = frame.assign(evaluable_at_baseline=[*evaluable, "yes"])
    cases = pd.DataFrame({"patient_id": [], "extramedullary": []})
    row = response_counts(frame, cases).set_index("item").loc["Marrow evaluable at baseline"]
    answers = [states.count("yes"), 3 - states.count("not_reported")]
    assert row[["yes", "reported"]].tolist() == answers


def test_the_later_of_two_results_counts_in_any_order_of_rows() -> None:
    cases = pd.DataFrame({"patient_id": ["p"], "extramedullary": ["yes"]})
    rows = [("p", 1, "mrd", "failure"), ("p", 2, "mrd", "complete_response")]
    for order in (rows, rows[::-1]):
        counts = response_counts(responses(*order), cases).set_index("item")
        assert counts.loc["Complete MRD response to inotuzumab", "yes"] == 1


def test_the_inventory_counts_distinct_keys() -> None:
    coded = {
        table: pd.DataFrame({column: ["a", "a", "b"]}) for table, column, _ in COUNTED.values()
    }
    coded["documents"] = pd.DataFrame({"document_id": [*"abc"], "role": ["report", "x", "report"]})
    coded["doses"] = coded["doses"].assign(agent=["x", "inotuzumab_ozogamicin", "x"])
    found = inventory(coded).set_index("item")
    assert found.loc["reports", ["count", "sources"]].tolist() == [2, "documents:a documents:c"]
    assert found.loc["doses of inotuzumab", ["count", "sources"]].tolist() == [1, "doses:a"]
    cited = found.loc["documents cited"]
    assert cited.tolist() == [2, "citations", "documents:a documents:b"]
    others = found.drop(["reports", "doses of inotuzumab"])
    assert set(others["count"]) == {2}
    tables = "documents patients citations therapies doses assessments events laboratory timeline"
    assert found["table"].tolist() == [
        *tables.split(),
        *("claims", "studies", "families", "outcomes", "effects"),
    ]
