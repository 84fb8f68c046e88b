"""Terms against blasts and MRD; limits of ELN 2024."""

import pandas as pd
import pytest

from evidence.domains.haematology.audit.responses.criteria import (
    partial_response_blasts,
    remission_with_blasts,
    remission_with_mrd,
)
from evidence.domains.haematology.audit.responses.mrd import mrd_rose
from evidence.domains.haematology.audit.units import share_above_one
from tests.spec.audit.small_tables import PLACE, rows


def assessments(*cells: dict[str, object]) -> dict[str, pd.DataFrame]:
    """Assessments of the marrow at the same time."""
    table = rows(
        *({"assessment_id": f"report.a{n}", "sequence": n, **row} for n, row in enumerate(cells)),
        **PLACE,
        compartment="marrow",
        timeline_id="report.i1",
        evaluation=1,
    )
    defaults = {
        "response": "not_applicable",
        "method": "morphology",
        "is_mrd": "no",
        "comparator": "equal",
        "term_as_reported": "",
        "result_as_reported": "",
    }
    for name, value in defaults.items():
        table[name] = table[name].fillna(value) if name in table else value
    return {"assessments": table}


@pytest.mark.parametrize(
    ("blasts", "found"),
    [("4.9%", 1), ("4,9%", 1), ("5%", 0), ("5,0%", 0), ("25%", 0), ("25.1%", 1), ("", 0)],
)
def test_a_partial_response_has_5_to_25_percent_blasts(blasts: str, found: int) -> None:
    tables = assessments({"response": "pr", "result_as_reported": blasts})
    assert len(partial_response_blasts(tables, {})) == found


@pytest.mark.parametrize(
    ("blasts", "found"), [("4.9%", 0), ("4,9%", 0), ("5%", 1), ("5·0%", 1), ("12% of blasts", 1)]
)
def test_a_remission_has_fewer_than_5_percent_blasts(blasts: str, found: int) -> None:
    tables = assessments({"response": "cr", "result_as_reported": blasts})
    assert len(remission_with_blasts(tables, {})) == found


@pytest.mark.parametrize(
    ("mrd", "found"),
    [("0.99%", 0), ("0,99%", 0), ("1%", 1), ("1.8%", 1), ("10^-2", 1), ("9.9 × 10^-3", 0)],
)
def test_a_remission_has_mrd_below_1_percent(mrd: str, found: int) -> None:
    measured = {"is_mrd": "yes", "method": "flow_cytometry", "result_as_reported": mrd}
    tables = assessments({"response": "cr", "term_as_reported": "CR"}, measured)
    assert len(remission_with_mrd(tables, {})) == found


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("0.001%", "0.0099%", 0),
        ("0.001%", "0.01%", 1),  # tenfold
        ("10^-5", "10^-4", 1),
        ("0.001%", "0.02%", 1),
        ("0.01%", "0.001%", 0),
    ],
)
def test_mrd_rises_tenfold(first: str, second: str, found: int) -> None:
    mrd = {"is_mrd": "yes", "method": "flow_cytometry"}
    tables = assessments(
        {**mrd, "result_as_reported": first},
        {**mrd, "result_as_reported": second},
        {"response": "cr", "term_as_reported": "CR"},
    )
    assert len(mrd_rose(tables, {})) == found


@pytest.mark.parametrize(
    ("share", "found"),
    [("99.9% of blasts", 0), ("100%", 0), ("100.1%", 1), ("100,1%", 1), ("164% of blasts", 1)],
)
def test_a_share_is_at_most_100_percent(share: str, found: int) -> None:
    assert len(share_above_one(assessments({"result_as_reported": share}), {})) == found
