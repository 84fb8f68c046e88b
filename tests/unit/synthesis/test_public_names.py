"""Effects from a table, the lazy front door, back-transformation and prediction."""

import subprocess
import sys
from inspect import isfunction

import numpy as np
import pandas as pd
import pytest

import evidence.synthesis as synthesis
from evidence.synthesis.effect_sizes.back_transform import back_transform, back_transformed
from evidence.synthesis.effect_sizes.measures import MEASURES, measure_named
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.pooling.prediction_interval import (
    prediction_interval,
    rules_of,
)
from evidence.synthesis.regression.meta_regression import meta_regression
from evidence.synthesis.study_table.effects import effects_from_table

COUNTS = {"study": ["A", "B"], "ai": [1, 4], "bi": [9, 16], "ci": [2, 3], "di": [8, 17]}


def test_non_events_may_stand_for_sizes():
    sizes = {"study": ["A", "B"], "ai": [1, 4], "n1i": [10, 20], "ci": [2, 3], "n2i": [10, 20]}
    by_cells, by_sizes = (
        effects_from_table(pd.DataFrame(t), "odds_ratio") for t in (COUNTS, sizes)
    )
    np.testing.assert_array_equal(by_cells.yi, by_sizes.yi)
    assert by_cells.labels == ("A", "B")


def test_effects_may_be_given_or_come_from_intervals():
    given = effects_from_table({"yi": [0.1, None], "vi": [0.1, 0.2]}, "odds_ratio")
    assert given.measure == "OR" and given.k == 1
    ratios = effects_from_table(
        {"estimate": [0.8], "low": [0.5], "high": [1.28]}, "hazard_ratio", level=0.95
    )
    assert ratios.measure == "HR" and ratios.yi[0] == pytest.approx(np.log(0.8))


def test_words_in_a_number_column_are_named():
    with pytest.raises(SynthesisError) as refusal:
        effects_from_table(
            {"study": ["A", "B"], "xi": ["three", 2], "ni": [10, "many"]}, "raw_proportion"
        )
    for cell in ("row 2 (A), column xi: found 'three'", "row 3 (B), column ni: found 'many'"):
        assert cell in str(refusal.value)


def test_a_row_may_have_an_interval_of_its_own_level():
    columns = {"estimate": [0.8, 0.8], "low": [0.5, 0.5], "high": [1.28, 1.28]}
    wide, narrow = effects_from_table(columns | {"level": [0.95, 0.99]}, "hazard_ratio").vi
    assert wide / narrow == pytest.approx((2.5758293035489 / 1.9599639845401) ** 2)


def test_every_public_name_opens():
    for name in synthesis.__all__:
        assert callable(getattr(synthesis, name)) or isinstance(getattr(synthesis, name), tuple)
    with pytest.raises(AttributeError):
        _ = synthesis.nothing_of_this_name


def test_every_public_function_shows_an_example_that_runs():
    """Examples are run as tests of the package; here none may lack one."""
    opened = [getattr(synthesis, name) for name in synthesis.__all__]
    functions = [shown for shown in opened if isfunction(shown)]
    assert len(functions) > 50
    assert [shown.__name__ for shown in functions if ">>>" not in (shown.__doc__ or "")] == []


def test_the_front_door_is_light():
    """Neither the package nor pooling loads pandas, statsmodels or scipy.stats."""
    code = (
        "import sys, evidence.synthesis; evidence.synthesis.pool; "
        "print([m for m in ('pandas', 'statsmodels', 'scipy.stats', 'matplotlib') if m "
        "in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_names_and_codes_lead_to_the_same_measure():
    for shown in MEASURES:
        assert measure_named(shown.name) is shown and measure_named(shown.code) is shown
    assert "sensitivity only" in measure_named("PFT").sensitivity_only


@pytest.mark.parametrize(
    ("measure", "value", "natural"),
    [
        ("RR", np.log(2), 2.0),
        ("PLO", 0.0, 0.5),
        ("PAS", np.pi / 4, 0.5),
        ("PAS", -0.3, 0.0),
        ("PR", 1.2, 1.0),
        ("IRS", 3.0, 9.0),
        ("IRS", -1.0, 0.0),
        ("ZCOR", np.arctanh(0.3), 0.3),
        ("RD", -0.2, -0.2),
    ],
)
def test_back_transformation(measure, value, natural):
    assert back_transform(value, measure) == pytest.approx(natural)


def test_freeman_tukey_needs_sizes():
    with pytest.raises(SynthesisError, match="sizes"):
        back_transform(0.5, "PFT")
    fit = pool([0.5, 0.6], [0.01, 0.01], measure="PFT")
    natural = back_transformed(fit, sizes=[20, 30])
    assert 0 <= natural["low"] < natural["estimate"] < natural["high"] <= 1


def test_rules_differ_as_they_are_named():
    y, v = [0.1, 0.9, -0.4, 1.6, 0.3], [0.02, 0.05, 0.03, 0.04, 0.1]
    wald = pool(y, v)
    highs = [prediction_interval(wald, rule).high for rule in rules_of(wald)]
    spread = np.hypot(wald.std_error, np.sqrt(wald.tau2))
    # quantiles of a table: z, and t on 4 and on 3 degrees of freedom
    assert [(high - wald.estimate) / spread for high in highs] == pytest.approx(
        [1.959964, 2.776445, 3.182446], abs=1e-6
    )


def test_a_prediction_without_degrees_of_freedom_is_not_a_number():
    found = prediction_interval(pool([0.1, 0.4], [0.1, 0.1]), "t_k_minus_2")
    assert np.isnan(found.low) and np.isnan(found.high)


def test_factors_and_absent_moderators():
    y, v = [0.1, 0.5, 0.3, 0.9, 0.4], [0.05] * 5
    fit = meta_regression(y, v, {"arm": ["b", "a", "b", "a", "c"]}, tau2_method="EE")
    assert fit.names == ("intercept", "arm[b]", "arm[c]")
    np.testing.assert_allclose(fit.coefficients, [0.7, -0.5, -0.3])
    dropped = meta_regression(y, v, {"x": [1, 2, 3, 4, np.nan]})
    assert dropped.k == 4
