"""The step-function likelihood: its gradient, its limits, its invariances."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from evidence.synthesis.effect_sizes.effect_sizes import generic_effects
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.small_study.selection_model import _Likelihood, step_selection


def studies(k=40, seed=8, kept=0.3):
    """Effects of which the non-significant are published with probability ``kept``."""
    random = np.random.default_rng(seed)
    v = random.uniform(0.01, 0.3, 20 * k)
    y = random.normal(0.2, np.sqrt(v + 0.02))
    seen = (norm.sf(y / np.sqrt(v)) <= 0.025) | (random.random(20 * k) < kept)
    return y[seen][:k], v[seen][:k]


@pytest.mark.parametrize("alternative", ["greater", "less", "two_sided"])
@pytest.mark.parametrize("at_zero", [True, False])
def test_the_gradient_is_that_of_the_likelihood(alternative, at_zero):
    likelihood = _Likelihood(*studies(), (0.025, 0.5, 1.0), alternative)
    point = np.array([0.13, -0.4, 0.3]) if at_zero else np.array([0.13, -2.0, -0.4, 0.3])
    gradient = likelihood.minus(point, at_zero)[1]
    for step in np.eye(point.size) * 1e-6:
        rise = (
            likelihood.minus(point + step, at_zero)[0] - likelihood.minus(point - step, at_zero)[0]
        )
        assert rise / 2e-6 == pytest.approx(gradient[step > 0][0], rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("alternative", ["greater", "less", "two_sided"])
def test_the_selected_density_integrates_to_one(alternative):
    y, v = np.array([0.4, -0.4, 0.05, -0.05, 0.2]), np.array([0.02, 0.03, 0.04, 0.04, 0.03])
    likelihood = _Likelihood(y, v, (0.05, 0.6, 1.0), alternative)
    chance = likelihood._chances(0.1, v + 0.05)[0]
    np.testing.assert_allclose(chance.sum(axis=0), 1, rtol=1e-12)
    # the first interval's probability, by integrating the normal density over it
    sides = 2 if alternative == "two_sided" else 1
    cut = norm.isf(likelihood.steps[0] / sides) * np.sqrt(v[0])
    density = norm(0.1, np.sqrt(v[0] + 0.05)).pdf
    tails = {"greater": [(cut, 5)], "less": [(-5, -cut)], "two_sided": [(cut, 5), (-5, -cut)]}[
        alternative
    ]
    assert chance[0, 0] == pytest.approx(sum(quad(density, *tail)[0] for tail in tails), rel=1e-8)


def test_selection_is_found_where_there_is_some():
    found = step_selection(*studies(k=400, kept=0.2), steps=(0.025,))
    assert found.ratio_p_value < 0.001 and found.converged
    assert abs(found.delta[1] - 0.2) < 3 * found.delta_std_error[1]
    assert abs(found.estimate - 0.2) < 3 * found.std_error
    assert sum(found.counts) == found.k == 400


def test_mirrored_effects_under_the_other_alternative():
    y, v = studies()
    plain, mirrored = step_selection(y, v), step_selection(-y, v, alternative="less")
    assert mirrored.estimate == pytest.approx(-plain.estimate, rel=1e-6)
    np.testing.assert_allclose(mirrored.delta, plain.delta, rtol=1e-5)
    assert mirrored.log_likelihood == pytest.approx(plain.log_likelihood, rel=1e-10)


def test_a_finer_step_function_fits_no_worse():
    y, v = studies()
    coarse, fine = step_selection(y, v, (0.025,)), step_selection(y, v, (0.025, 0.5))
    assert fine.log_likelihood >= coarse.log_likelihood >= coarse.log_likelihood_unselected - 1e-9
    assert (coarse.ratio_df, fine.ratio_df) == (1, 2)


def test_tau2_at_its_boundary_is_said():
    random = np.random.default_rng(1)
    v = random.uniform(0.01, 0.3, 30)
    found = step_selection(random.normal(0.5, 0.5 * np.sqrt(v)), v)
    assert found.tau2 == 0 and np.isnan(found.tau2_std_error)
    assert "boundary" in found.convention


@pytest.mark.parametrize(
    "options, words",
    [
        ({"steps": (0.5, 0.025)}, "must rise"),
        ({"steps": ()}, "must rise"),
        ({"steps": (0.0,)}, "between 0 and 1"),
        ({"alternative": "upper"}, "allowed: greater"),
        ({"steps": (1e-300,)}, "no study has its p value in"),
    ],
)
def test_impossible_requests_are_refused(options, words):
    with pytest.raises(SynthesisError, match=words):
        step_selection(*studies(), **options)


def test_a_record_of_effects_is_refused_where_it_is_of_one_arm():
    y, v = studies()
    record = step_selection(generic_effects(y, v, measure="RR"))
    assert record.estimate == pytest.approx(step_selection(y, v).estimate)
    with pytest.raises(SynthesisError, match="one arm"):
        step_selection(generic_effects(y, v, measure="PLO"))
