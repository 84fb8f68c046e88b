"""A percentage against its count: what rounding can hide is no finding, the next step beyond is."""

import pandas as pd
import pytest

from evidence.audit.checks.arithmetic.percentages import percent_of_count


def tables(percent: str) -> dict[str, pd.DataFrame]:
    """One outcome with 25 events in 50 patients, that is 50%, printed as ``percent``."""
    outcome = {
        "outcome_id": "s.o1",
        "study_id": "s",
        "percent_as_printed": percent,
        "value_as_printed": f"25 of 50 ({percent}%)",
        "events": 25,
        "n": 50,
        "unit": "",
        "numerator_basis": "printed",
        "locator": "Results ¶1",
    }
    study = {"study_id": "s", "document_id": "report"}
    return {"outcomes": pd.DataFrame([outcome]), "studies": pd.DataFrame([study])}


@pytest.mark.parametrize(
    ("percent", "found"),
    [
        ("50", 0),
        ("50.0", 0),
        ("50.1", 1),  # one step of the last decimal
        ("50.5", 1),
        ("51", 1),
        ("45", 1),
        ("55", 1),
    ],
)
def test_a_percentage_is_held_to_its_decimals(percent: str, found: int) -> None:
    assert len(percent_of_count(tables(percent), {})) == found


@pytest.mark.parametrize(
    ("percent", "severity"), [("50.4", "warning"), ("50.5", "warning"), ("50.6", "error")]
)
def test_half_a_point_off_is_the_last_warning(percent: str, severity: str) -> None:
    assert percent_of_count(tables(percent), {})["severity"].item() == severity
