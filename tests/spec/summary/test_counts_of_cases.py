"""Counts of case reports: silence is no answer, what cannot arise is not asked.

Exact limits: Clopper and Pearson 1934, by the quantiles of the beta distribution; 1 of 3 is
0.0084 to 0.9057, 0 of 3 ends at 1 - 0.025^(1/3), 3 of 3 begins at 0.025^(1/3).
"""

import pandas as pd
import pytest

from evidence.coded.problems import ProblemsFound
from evidence.coded.settings import Index
from evidence.summary.results.cases import Counts, State, case_counts

COUNTS = Counts(
    states=(
        State("VOD/SOS after {index}", "vod_after_transplant"),
        State("Alive at last follow-up", "alive"),
    )
)
INDEX = Index("drug", "the drug", "drug")


def cases(patients: list[dict]) -> pd.DataFrame:
    known = {"age_low_years": 40, "age_high_years": 40, "age_basis": "reported"}
    return pd.DataFrame([known | patient for patient in patients])


def counted(*states: str) -> pd.Series:
    """The count of VOD/SOS after a transplant in patients with these states."""
    patients = [
        {"patient_id": f"p{number}", "vod_after_transplant": state, "alive": "not_reported"}
        for number, state in enumerate(states, 1)
    ]
    counts = case_counts(cases(patients), COUNTS, INDEX).set_index("item")
    return counts.loc["VOD/SOS after drug"]


@pytest.mark.parametrize(
    ("states", "yes", "reported", "not_reported", "not_applicable"),
    [
        (["yes", "no", "no"], 1, 3, 0, 0),
        (["yes", "no", "not_reported"], 1, 2, 1, 0),
        (["yes", "no", "not_applicable"], 1, 2, 0, 1),
        (["not_reported", "not_reported"], 0, 0, 2, 0),
        (["not_applicable", "not_applicable"], 0, 0, 0, 2),
        (["not_applicable", "not_reported", "yes"], 1, 1, 1, 1),
    ],
)
def test_not_reported_is_counted_and_not_applicable_is_not_asked(
    states: list[str], yes: int, reported: int, not_reported: int, not_applicable: int
) -> None:
    row = counted(*states)
    columns = ["yes", "reported", "not_reported", "not_applicable"]
    assert row[columns].tolist() == [yes, reported, not_reported, not_applicable]


def test_sources_are_the_patients_that_the_question_arises_for() -> None:
    assert counted("yes", "not_applicable", "not_reported")["sources"] == "cases:p1 cases:p3"


@pytest.mark.parametrize(
    ("states", "low", "high"),
    [
        (["yes", "no", "no"], 0.0084, 0.9057),
        (["no", "no", "no"], 0.0, 1 - 0.025 ** (1 / 3)),
        (["yes", "yes", "yes"], 0.025 ** (1 / 3), 1.0),
    ],
)
def test_limits_are_exact(states: list[str], low: float, high: float) -> None:
    row = counted(*states)
    assert [row["low"], row["high"]] == pytest.approx([low, high], abs=5e-5)


def test_nothing_reported_has_no_limits() -> None:
    assert counted("not_reported")[["low", "high"]].isna().all()


def test_a_column_that_no_patient_has_is_named() -> None:
    with pytest.raises(ProblemsFound, match=r"review\.toml: counts, Alive.*found \"'alive'\""):
        case_counts(cases([{"patient_id": "p"}]), Counts(), INDEX)
