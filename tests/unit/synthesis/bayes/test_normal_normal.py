"""The Bayesian normal-normal model against brute force over both parameters."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import halfcauchy, halfnorm, norm, uniform

from evidence.synthesis.bayes.normal_normal import (
    HalfCauchy,
    HalfNormal,
    NormalMean,
    Uniform,
    bayesian,
)
from evidence.synthesis.errors import SynthesisError

Y, V = np.array([0.4, -0.1, 0.9, 0.2]), np.array([0.05, 0.09, 0.12, 0.03])
PRIORS = {
    "half-normal": (HalfNormal(0.5), halfnorm(scale=0.5)),
    "half-Cauchy": (HalfCauchy(0.3), halfcauchy(scale=0.3)),
    "uniform": (Uniform(2.0), uniform(0, 2.0)),
}
MEANS = {"improper": NormalMean(), "normal": NormalMean(0.1, 0.8)}


def brute_force(prior, mean_prior):
    """Posterior on a grid of both parameters: midpoints, tau on a cubic scale."""
    s = (np.arange(1600) + 0.5) / 1600
    top = 2.0 if prior.dist.name == "uniform" else 400.0
    tau, dtau = top * s**4, 4 * top * s**3 / 1600
    z = np.linspace(-9, 9, 721)
    precision = (1 / (V + tau[:, None] ** 2)).sum(axis=1)
    middle = (Y / (V + tau[:, None] ** 2)).sum(axis=1) / precision
    wide = 1.2 / np.sqrt(precision)
    m = middle[:, None] + wide[:, None] * z
    log_f = sum(
        norm.logpdf(y, m, np.sqrt(v + tau[:, None] ** 2)) for y, v in zip(Y, V, strict=True)
    )
    if np.isfinite(mean_prior.sd):
        log_f = log_f + norm.logpdf(m, mean_prior.mean, mean_prior.sd)
    mass = np.exp(log_f) * (prior.pdf(tau) * dtau * wide)[:, None] * (z[1] - z[0])
    return tau, m, mass


@pytest.mark.parametrize("mean_prior", MEANS.values(), ids=MEANS)
@pytest.mark.parametrize("prior, reference", PRIORS.values(), ids=PRIORS)
def test_against_brute_force(prior, reference, mean_prior):
    tau, m, mass = brute_force(reference, mean_prior)
    total = mass.sum()
    p = mass / total
    found = bayesian(Y, V, tau_prior=prior, mean_prior=mean_prior)
    mean = (p * m).sum()
    assert found.estimate == pytest.approx(mean, abs=1e-5)
    assert found.std_error == pytest.approx(np.sqrt((p * (m - mean) ** 2).sum()), rel=1e-3)
    p_tau = p.sum(axis=1)
    assert found.tau_mean == pytest.approx((p_tau * tau).sum(), rel=1e-3)
    assert p_tau[tau < found.tau_median].sum() == pytest.approx(0.5, abs=3e-3)
    assert p[m < found.ci_low].sum() == pytest.approx(0.025, abs=1e-3)
    assert p[m < found.median].sum() == pytest.approx(0.5, abs=2e-3)
    below = (p * norm.cdf((0 - m) / tau[:, None])).sum()
    assert found.probability_below(0) == pytest.approx(below, abs=1e-4)
    keep = (tau**2 / (tau**2 + V[0]))[:, None]
    shrunk = (p * (keep * Y[0] + (1 - keep) * m)).sum()
    assert found.study_means[0] == pytest.approx(shrunk, abs=1e-4)
    if np.isfinite(mean_prior.sd):
        assert found.log_marginal_likelihood == pytest.approx(np.log(total), abs=1e-4)
    else:
        assert np.isnan(found.log_marginal_likelihood)


@given(st.lists(st.floats(-2, 2), min_size=2, max_size=6), st.floats(0.1, 10), st.floats(-5, 5))
@settings(max_examples=25, deadline=None)
def test_scale_and_shift(effects, scale, shift):
    y, v = np.array(effects), np.linspace(0.05, 0.3, len(effects))
    single = bayesian(y, v, tau_prior=HalfNormal(0.7))
    other = bayesian(scale * y + shift, scale**2 * v, tau_prior=HalfNormal(0.7 * scale))
    assert other.estimate == pytest.approx(scale * single.estimate + shift, rel=1e-6, abs=1e-7)
    assert other.tau_median == pytest.approx(scale * single.tau_median, rel=1e-6)
    assert other.predictive_high == pytest.approx(
        scale * single.predictive_high + shift, rel=1e-6, abs=1e-6
    )


def test_quantiles_and_probabilities_are_inverse():
    fit = bayesian(Y, V, tau_prior=HalfCauchy(0.3))
    assert fit.probability_below(fit.predictive_low) == pytest.approx(0.025, abs=1e-9)
    assert fit.probability_below(fit.predictive_high) == pytest.approx(0.975, abs=1e-9)
    assert fit.tau_quantile(0.5) == fit.tau_median
    assert fit.tau_ci_low < fit.tau_median < fit.tau_ci_high


def test_a_prior_at_zero_is_the_common_effect():
    fit = bayesian(Y, V, tau_prior=HalfNormal(1e-6))
    assert fit.estimate == pytest.approx(np.sum(Y / V) / np.sum(1 / V), rel=1e-8)
    assert fit.std_error == pytest.approx(np.sum(1 / V) ** -0.5, rel=1e-8)
    np.testing.assert_allclose(fit.study_means, fit.estimate, rtol=1e-8)


def test_shrinkage_lies_between_study_and_mean():
    fit = bayesian(Y, V, tau_prior=HalfNormal(0.5))
    assert np.all(np.abs(fit.study_means - fit.estimate) < np.abs(Y - fit.estimate))
    assert np.all(fit.study_sds < np.sqrt(V))


def test_many_studies_leave_a_narrow_posterior():
    y = np.random.default_rng(0).normal(0, 0.5, 5000)
    fit = bayesian(y, np.full(5000, 0.01), tau_prior=Uniform(10))
    assert fit.tau_median == pytest.approx(np.sqrt(y.var() - 0.01), rel=2e-3)
    assert fit.tau_sd == pytest.approx(0.25 / fit.tau_median / np.sqrt(2 * 5000), rel=0.1)


@pytest.mark.parametrize(
    "k, prior, finite",
    [
        (1, NormalMean(), "median"),
        (2, NormalMean(), "median estimate tau_mean"),
        (3, NormalMean(), "median estimate std_error tau_mean tau_sd predictive_sd"),
        (1, NormalMean(0, 1), "median estimate std_error tau_mean"),
        (2, NormalMean(0, 1), "median estimate std_error tau_mean tau_sd predictive_sd"),
    ],
)
def test_moments_that_do_not_exist_under_heavy_tails(k, prior, finite):
    fit = bayesian(Y[:k], V[:k], tau_prior=HalfCauchy(1), mean_prior=prior)
    names = ("median", "estimate", "std_error", "tau_mean", "tau_sd", "predictive_sd")
    assert [name for name in names if np.isfinite(getattr(fit, name))] == finite.split()


def test_a_batch_is_the_loop():
    generator = np.random.default_rng(4)
    y, v = generator.normal(size=(5, 6)), generator.uniform(0.1, 1, (5, 6))
    batch = bayesian(y, v, tau_prior=HalfNormal(1))
    for row in range(5):
        single = bayesian(y[row], v[row], tau_prior=HalfNormal(1))
        for name in ("estimate", "std_error", "tau_median", "ci_low", "predictive_high"):
            assert getattr(batch, name)[row] == pytest.approx(getattr(single, name), rel=1e-10)
        np.testing.assert_allclose(batch.study_means[row], single.study_means, rtol=1e-10)


def test_what_is_impossible_is_refused():
    both = "(?s)2 problem.*scale must be.*-1.*sd must be above 0"
    with pytest.raises(SynthesisError, match=both):
        bayesian(Y, V, tau_prior=HalfNormal(-1), mean_prior=NormalMean(0, 0))
    with pytest.raises(SynthesisError, match="study 2: sampling variance must be above 0"):
        bayesian(Y, [0.1, 0, 0.1, 0.1], tau_prior=HalfNormal(1))
    with pytest.raises(SynthesisError, match="missing"):
        bayesian([0.1, np.nan], [0.1, 0.1], tau_prior=HalfNormal(1))
    with pytest.raises(TypeError, match="tau_prior"):
        bayesian(Y, V)
