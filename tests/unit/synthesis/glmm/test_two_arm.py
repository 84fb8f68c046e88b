"""Two-arm mixed models: what must hold whatever the data are, and what is refused."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.glmm.two_arm import (
    conditional_odds_ratio,
    conditional_rate_ratio,
    unconditional_odds_ratio,
    unconditional_rate_ratio,
)

ODDS = [unconditional_odds_ratio, conditional_odds_ratio]
RATES = [unconditional_rate_ratio, conditional_rate_ratio]
TABLES = ([5, 0, 9, 3, 14], [30, 22, 41, 25, 60], [9, 4, 12, 2, 10], [31, 20, 40, 25, 55])
PERSON_TIME = (
    [5, 0, 9, 3, 14],
    [300.0, 220, 410, 250, 600],
    [9, 4, 12, 2, 10],
    [310.0, 200, 400, 250, 550],
)


@st.composite
def tables(draw):
    k = draw(st.integers(2, 6))
    n1, n2 = (draw(st.lists(st.integers(3, 40), min_size=k, max_size=k)) for _ in "12")
    a, c = ([draw(st.integers(0, n)) for n in totals] for totals in (n1, n2))
    a, n1, c, n2 = (np.array(part) for part in (a, n1, c, n2))
    assume(np.any((a > 0) & (a < n1) & (c > 0) & (c < n2)))
    return a, n1, c, n2


@pytest.mark.parametrize("fit", ODDS)
@given(data=tables())
@settings(max_examples=15, deadline=None)
def test_relabelling_arms_or_events_turns_the_sign(fit, data):
    a, n1, c, n2 = data
    single = fit(a, n1, c, n2, nodes=21)
    for other in (fit(c, n2, a, n1, nodes=21), fit(n1 - a, n1, n2 - c, n2, nodes=21)):
        assert other.estimate == pytest.approx(-single.estimate, rel=1e-5, abs=2e-6)
        assert other.std_error == pytest.approx(single.std_error, rel=1e-5)
        assert other.tau2 == pytest.approx(single.tau2, rel=1e-4, abs=1e-6)
        assert other.log_likelihood == pytest.approx(single.log_likelihood, rel=1e-8)


@pytest.mark.parametrize("fit", ODDS)
@given(data=tables(), random=st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_the_order_of_studies_does_not_matter(fit, data, random):
    order = list(range(len(data[0])))
    random.shuffle(order)
    single, other = fit(*data, nodes=21), fit(*(part[order] for part in data), nodes=21)
    assert other.estimate == pytest.approx(single.estimate, rel=1e-5, abs=2e-6)
    assert other.tau2 == pytest.approx(single.tau2, rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("fit", ODDS)
@given(data=tables())
@settings(max_examples=10, deadline=None)
def test_copies_sharpen_and_change_nothing_else(fit, data):
    single, many = fit(*data, nodes=21), fit(*(np.tile(part, 3) for part in data), nodes=21)
    assert many.estimate == pytest.approx(single.estimate, rel=1e-5, abs=1e-5)
    assert many.tau2 == pytest.approx(single.tau2, rel=1e-4, abs=1e-5)
    assert many.std_error == pytest.approx(single.std_error / np.sqrt(3), rel=1e-4)
    assert many.log_likelihood == pytest.approx(3 * single.log_likelihood, rel=1e-8)


@pytest.mark.parametrize("fit", ODDS + RATES)
def test_a_batch_is_the_loop(fit):
    generator = np.random.default_rng(8)
    shape = (40, 6)
    if fit in ODDS:
        sizes = [generator.integers(8, 50, shape) for _ in "12"]
        a, c = (generator.binomial(n, p) for n, p in zip(sizes, (0.3, 0.4), strict=True))
    else:
        sizes = [generator.uniform(50, 400, shape) for _ in "12"]
        a, c = (generator.poisson(0.03 * t) for t in sizes)
    batch = fit(a, sizes[0], c, sizes[1])
    assert batch.converged.all()
    for row in range(0, 40, 9):
        single = fit(a[row], sizes[0][row], c[row], sizes[1][row])
        for name in ("estimate", "std_error", "tau2", "log_likelihood", "q_wald", "q_lrt"):
            assert getattr(batch, name)[row] == pytest.approx(
                getattr(single, name), rel=2e-6, abs=2e-7
            ), name


def test_common_effect_is_regression_with_study_intercepts():
    a, n1, c, n2 = (np.array(part, float) for part in TABLES)
    studies = np.eye(5)
    design = np.vstack([np.c_[np.ones(5), studies], np.c_[np.zeros(5), studies]])
    counts = np.r_[np.c_[a, n1 - a], np.c_[c, n2 - c]]
    expected = sm.GLM(counts, design, sm.families.Binomial()).fit()
    found = unconditional_odds_ratio(*TABLES).common_effect
    assert found.estimate == pytest.approx(expected.params[0], rel=1e-7)
    assert found.std_error == pytest.approx(expected.bse[0], rel=1e-6)
    assert found.log_likelihood == pytest.approx(expected.llf, rel=1e-9)


@pytest.mark.parametrize("fit", RATES)
def test_common_rate_ratio_is_poisson_regression(fit):
    """At tau2 = 0 the conditional likelihood gives the estimate of the unconditional one."""
    x1, t1, x2, t2 = (np.array(part, float) for part in PERSON_TIME)
    studies = np.eye(5)
    design = np.vstack([np.c_[np.ones(5), studies], np.c_[np.zeros(5), studies]])
    expected = sm.GLM(np.r_[x1, x2], design, sm.families.Poisson(), exposure=np.r_[t1, t2]).fit()
    found = fit(*PERSON_TIME).common_effect
    assert found.estimate == pytest.approx(expected.params[0], rel=1e-7)
    assert found.std_error == pytest.approx(expected.bse[0], rel=1e-6)


def test_common_exact_odds_ratio_is_conditional_logistic_regression():
    a, n1, c, n2 = TABLES
    events, arm, study = [], [], []
    for i in range(5):
        for count, total, treated in ((a[i], n1[i], 1.0), (c[i], n2[i], 0.0)):
            events += [1] * count + [0] * (total - count)
            arm += [treated] * total
            study += [i] * total
    model = sm.ConditionalLogit(np.array(events), np.array(arm)[:, None], groups=np.array(study))
    expected = model.fit(disp=False)
    found = conditional_odds_ratio(*TABLES).common_effect
    assert found.estimate == pytest.approx(expected.params[0], rel=1e-5)
    assert found.std_error == pytest.approx(expected.bse[0], rel=1e-4)


@pytest.mark.parametrize("fit", ODDS)
def test_a_moderator_that_is_a_subgroup_is_two_fits_at_tau_zero(fit):
    group = np.array([0, 0, 1, 1, 1])
    design = np.column_stack([1 - group, group])
    both = fit(*TABLES, design=design).common_effect
    for value in (0, 1):
        part = [np.array(column)[group == value] for column in TABLES]
        alone = fit(*part).common_effect
        assert both.estimate[value] == pytest.approx(alone.estimate, rel=1e-6)
        assert both.std_error[value] == pytest.approx(alone.std_error, rel=1e-6)


@pytest.mark.parametrize("fit", ODDS)
def test_studies_without_information_are_named(fit):
    extras = ([0, 7], [9, 7], [0, 8], [9, 8])
    more = [[*part, *extra] for part, extra in zip(TABLES, extras, strict=True)]
    labels = ["A", "B", "C", "D", "E", "none", "all"]
    single, other = fit(*TABLES), fit(*more, labels=labels)
    assert other.left_out == ("none", "all") and other.k == 5
    assert other.estimate == pytest.approx(single.estimate, rel=1e-9)
    assert "without information: none, all" in str(other)


@pytest.mark.parametrize("fit", ODDS)
@pytest.mark.parametrize(
    "data, message",
    [
        (([0, 0], [9, 9], [2, 3], [9, 9]), "most likely log ratio is infinite"),
        (([9, 4], [9, 9], [2, 0], [9, 9]), "most likely log ratio is infinite"),
        (([0, 4], [9, 9], [2, 0], [9, 9]), "rises with tau2 without end"),
        (([0, 9], [9, 9], [0, 9], [9, 9]), "k = 0 studies with information"),
        (
            ([10, 1], [9, 9], [2, 0.5], [9, 9]),
            "(?s)2 problem.*study 1: ai above n1i.*10.*study 2: ci must be a whole number.*0.5",
        ),
    ],
)
def test_what_has_no_answer_is_refused(fit, data, message):
    with pytest.raises(SynthesisError, match=message):
        fit(*data)


@pytest.mark.parametrize("fit", ODDS)
def test_a_batch_says_which_have_no_answer(fit):
    zeros, some = [0, 0, 0], [1, 2, 3]
    batch = fit(
        [zeros, some, some], np.full((3, 3), 9), [some, zeros, [2, 1, 3]], np.full((3, 3), 9)
    )
    assert batch.estimate[:2].tolist() == [-np.inf, np.inf] and np.isfinite(batch.estimate[2])
    assert "infinite (in 2 of 3" in batch.fallback


def test_rate_ratio_ends():
    with pytest.raises(SynthesisError, match="most likely log ratio is infinite"):
        conditional_rate_ratio([0, 0], [5, 5], [2, 3], [5, 5])
    with pytest.raises(SynthesisError, match="t1i must be finite and above 0"):
        unconditional_rate_ratio([1, 2], [0, 5], [2, 3], [5, 5])
