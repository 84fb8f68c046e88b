"""What must hold of any regression and refit, whatever the numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.regression.meta_regression import meta_regression, predict_effects
from evidence.synthesis.regression.subgroups import subgroups
from evidence.synthesis.sensitivity.influence import influence
from evidence.synthesis.sensitivity.leave_one_out import cumulative, leave_one_out
from tests.properties.invented_studies import TESTS, close, methods, quick, studies


@pytest.mark.parametrize("test", TESTS)
@quick
@given(studies, st.sampled_from(("REML", "DL")))
def test_no_prediction_of_a_regression_is_narrower_than_its_confidence_interval(test, data, method):
    y, v = map(np.array, data)
    if len(y) < 4:
        return
    fit = meta_regression(y, v, {"x": np.arange(len(y))}, tau2_method=method, test=test)
    found = predict_effects(fit, np.column_stack([np.ones(3), [-1.0, 2.0, 30.0]]))
    if np.isnan(found["ci_low"]).any():  # effects on one line have no Knapp-Hartung error
        return
    rounding = 1e-12 * (found["ci_high"] - found["ci_low"])
    assert (found["pi_low"] <= found["ci_low"] + rounding).all()
    assert (found["pi_high"] >= found["ci_high"] - rounding).all()


@quick
@given(studies, methods)
def test_a_regression_without_moderators_is_the_pooled_effect(data, method):
    y, v = map(np.array, data)
    fit, regression = pool(y, v, tau2_method=method), meta_regression(y, v, tau2_method=method)
    close(
        [
            regression.coefficients[0],
            regression.std_errors[0],
            regression.tau2,
            regression.q_e,
            regression.log_likelihood,
        ],
        [fit.estimate, fit.std_error, fit.tau2, fit.q, fit.log_likelihood],
    )


@quick
@given(studies, methods, st.sampled_from(TESTS))
def test_a_batch_of_regressions_equals_a_loop(data, method, test):
    y, v = map(np.array, data)
    if len(y) < 4:
        return
    x = np.linspace(-1, 1, len(y)) ** 3
    sets = np.stack([y, y[::-1], 0.1 * y])
    designs = np.stack([x, x, x[::-1]])[:, :, None]
    batch = meta_regression(sets, np.tile(v, (3, 1)), designs, tau2_method=method, test=test)
    for row in range(3):
        single = meta_regression(sets[row], v, designs[row], tau2_method=method, test=test)
        for name in ("coefficients", "std_errors", "p_values", "tau2", "q_m", "log_likelihood"):
            np.testing.assert_allclose(
                getattr(batch, name)[row], getattr(single, name), rtol=1e-6, atol=1e-8
            )


@quick
@given(studies)
def test_moving_a_moderator_does_not_change_its_slope(data):
    y, v = map(np.array, data)
    if len(y) < 4:
        return
    x = np.arange(len(y), dtype=float)
    precise, far = (meta_regression(y, v, {"year": x + shift}) for shift in (0, 2000))
    np.testing.assert_allclose(
        [precise.coefficients[1], precise.tau2, precise.q_m],
        [far.coefficients[1], far.tau2, far.q_m],
        rtol=1e-6,
        atol=1e-8,
    )


@quick
@given(studies)
def test_refits_are_the_fits_of_what_is_left(data):
    y, v = map(np.array, data)
    out, added = leave_one_out(y, v).fit, cumulative(y, v).fit
    for i in range(len(y)):
        keep = np.arange(len(y)) != i
        close(out.estimate[i], pool(y[keep], v[keep]).estimate)
        close(added.estimate[i], pool(y[: i + 1], v[: i + 1]).estimate)


@quick
@given(studies)
def test_the_same_effect_everywhere_has_no_influence(data):
    _, v = data
    if len(v) < 3:
        return
    found = influence(np.full(len(v), 0.7), v)
    close(found.rstudent, 0.0)
    close(found.cooks_distance, 0.0)
    close(found.weight_percent.sum(), 100.0)


@quick
@given(studies)
def test_subgroups_add_up(data):
    """Q of all studies is Q within plus Q between in the common-effect model."""
    y, v = map(np.array, data)
    if len(y) < 4:
        return
    found = subgroups(y, v, ["a", "b"] * (len(y) // 2) + ["a"] * (len(y) % 2), tau2_method="EE")
    within = sum(fit.q for fit in found.fits)
    close(found.overall.q, within + found.q_between, 1e3)
