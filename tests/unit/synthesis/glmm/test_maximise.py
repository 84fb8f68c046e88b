"""Likelihoods with more than one maximum: uneven sizes, and tau = 0 as one of them.

The expected numbers are metafor 3.8-1's (rma.glmm), which starts elsewhere; where it stops at
the lower maximum they are R's (integrate and optim, from two starts).
"""

import numpy as np
import pytest

from evidence.synthesis.glmm import maximise as mixed_likelihood
from evidence.synthesis.glmm.beta_binomial import beta_binomial
from evidence.synthesis.glmm.one_arm import binomial_normal, poisson_normal
from evidence.synthesis.glmm.two_arm import unconditional_odds_ratio


@pytest.mark.parametrize(
    ("events", "totals", "estimate", "tau2"),
    [
        ([8, 0, 2, 0], [31, 7, 3, 6], -1.797, 1.984),
        ([100, 1, 2, 2, 4], [223, 7, 9, 6, 15], -0.612, 0.102),
        ([3, 5, 3, 1], [3, 29, 23, 9], None, 1.353),
    ],
)
def test_proportions(events, totals, estimate, tau2):
    fit = binomial_normal(events, totals)
    assert fit.tau2 == pytest.approx(tau2, abs=1e-3) and not fit.boundary and fit.converged
    assert estimate is None or fit.estimate == pytest.approx(estimate, abs=1e-3)
    assert fit.log_likelihood > fit.common_effect.log_likelihood


def test_rates_and_odds_ratios():
    assert poisson_normal([3, 11, 0, 0, 0], [26, 484, 64, 31, 40]).tau2 == pytest.approx(
        1.348, abs=1e-3
    )
    sizes = [8, 255, 30, 196, 116, 11]
    fit = unconditional_odds_ratio([1, 110, 1, 2, 12, 1], sizes, [1, 70, 4, 3, 11, 0], sizes)
    assert fit.estimate == pytest.approx(0.364, abs=1e-3) and fit.tau2 == pytest.approx(
        0.060, abs=1e-3
    )


def test_of_two_maxima_inside_the_higher_is_taken():
    """R: -22.10525 at tau2 0.016609, and -22.135606 at 0.572346, where metafor stops."""
    fit = binomial_normal([7, 124, 31, 4, 88, 0], [11, 567, 121, 5, 325, 9])
    assert fit.tau2 == pytest.approx(0.016608755, rel=1e-4)
    assert fit.log_likelihood == pytest.approx(-22.10525, abs=1e-5)
    # R, of studies of thousands: -25.65002 at tau2 0.000674; another maximum is at 0.0899
    large = binomial_normal([2, 1161, 638, 30, 954], [4, 5246, 2972, 70, 4085])
    assert large.tau2 == pytest.approx(0.000674, abs=2e-6) and large.estimate == pytest.approx(
        -1.2341, abs=1e-4
    )
    uneven = binomial_normal([1490, 5196, 9], [5134, 19437, 12])  # 0.618 higher than at tau2 0.469
    assert uneven.tau2 == pytest.approx(0.0030, abs=1e-4)
    assert beta_binomial([23, 1, 3, 0], [83, 8, 9, 12]).icc == pytest.approx(0.043, abs=1e-3)


@pytest.mark.parametrize("model", [binomial_normal, beta_binomial, poisson_normal])
def test_no_start_leads_higher(model, monkeypatch):
    """300 sets of uneven sizes: an ascent from ten other starts ends no higher."""
    random = np.random.default_rng(8)
    totals = np.exp(random.uniform(0.7, 6, (300, 5))).astype(int) + 1
    events = random.binomial(totals, 1 / (1 + np.exp(-random.normal(-1.5, 1.5, (300, 5)))))
    found = model(events, totals).log_likelihood
    monkeypatch.setattr(mixed_likelihood, "CLEAR_GAIN", np.inf)
    monkeypatch.setattr(
        mixed_likelihood, "TAU_STARTS", (0.03, 0.08, 0.15, 0.3, 0.5, 0.8, 1.2, 2.0, 3.5, 6.0)
    )
    everywhere = model(events, totals).log_likelihood
    usable = np.isfinite(everywhere)
    assert usable.sum() > 250
    np.testing.assert_allclose(found[usable], everywhere[usable], rtol=0, atol=1e-7)
