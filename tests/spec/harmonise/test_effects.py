"""Reported effects as numbers: a comma is decimal there, whatever stands after it."""

import pandas as pd
import pytest

from evidence.harmonise.trials import harmonise_effects


@pytest.mark.parametrize(
    ("reported", "number"),
    [
        ("0.985", 0.985),
        ("0,985", 0.985),
        ("1,029", 1.029),
        ("1·029", 1.029),
        ("+40", 40),
        ("−10", -10),
    ],
)
def test_no_effect_has_thousands(reported: str, number: float) -> None:
    effect = {
        "effect_id": "s.e1",
        "study_id": "s",
        "estimate_as_reported": reported,
        "low_as_reported": reported,
        "high_as_reported": reported,
        "p_as_reported": "",
    }
    study = {"study_id": "s", "family_id": "s", "label": "Study 2020"}
    tables = {"effects": pd.DataFrame([effect]), "studies": pd.DataFrame([study])}
    found = harmonise_effects(tables).iloc[0]
    assert found[["estimate", "low", "high"]].tolist() == [number] * 3
