"""Subsets of studies: enumeration, sampling, agreement with pooling one by one."""

from importlib import import_module

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.synthesis.effect_sizes.effect_sizes import generic_effects
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.sensitivity import gosh_subsets as subsets
from evidence.synthesis.sensitivity.gosh import COLUMNS, blocks, gosh, summarise

# the module, not the function of its name
module = import_module("evidence.synthesis.sensitivity.gosh")


def studies(k, seed=1, spread=0.3):
    random = np.random.default_rng(seed)
    v = random.uniform(0.01, 0.4, k)
    return random.normal(0.2, np.sqrt(v + spread**2)), v


@st.composite
def data(draw):
    k = draw(st.integers(2, 7))
    y = draw(st.lists(st.integers(-320, 320), min_size=k, max_size=k))
    v = draw(st.lists(st.integers(1, 640), min_size=k, max_size=k))
    return np.array(y) / 64, np.array(v) / 64


@settings(deadline=None, max_examples=25)
@given(data(), st.sampled_from(["EE", "DL", "REML"]))
def test_every_subset_equals_pooling_it_alone(sample, method):
    y, v = sample
    cloud = gosh(y, v, method=method)
    for row in range(cloud.size.size):
        inside = cloud.member[row]
        alone = pool(y[inside], v[inside], tau2_method=method)
        assert cloud.size[row] == inside.sum()
        np.testing.assert_allclose(cloud.q[row], alone.q, rtol=1e-9, atol=1e-9)
        if method == "REML" and inside.sum() > 1:  # where the top is flat, only its height is sure
            computed = restricted_likelihood(y[inside], v[inside], cloud.tau2[row])
            expected = restricted_likelihood(y[inside], v[inside], float(alone.tau2))
            assert computed == pytest.approx(expected, abs=1e-10)
        else:
            np.testing.assert_allclose(cloud.estimate[row], alone.estimate, rtol=1e-9, atol=1e-9)
            np.testing.assert_allclose(cloud.tau2[row], alone.tau2, rtol=1e-9, atol=1e-12)


def test_every_subset_appears_once_in_binary_order():
    cloud = gosh(*studies(9), method="EE")
    codes = cloud.member @ (1 << np.arange(9))
    np.testing.assert_array_equal(codes, np.arange(1, 512))
    np.testing.assert_array_equal(cloud.size, cloud.member.sum(axis=1))


@pytest.mark.parametrize("method", ["EE", "DL", "REML"])
@pytest.mark.parametrize("draws", [None, 700])
def test_results_do_not_depend_on_runs_strips_or_threads(monkeypatch, method, draws):
    y, v = studies(10)
    whole = gosh(y, v, method=method, draws=draws, seed=3)
    monkeypatch.setattr(module, "RUN_BITS", 6)
    monkeypatch.setattr(subsets, "STRIP_BITS", 4)
    small = gosh(y, v, method=method, draws=draws, seed=3, workers=1)
    np.testing.assert_array_equal(whole.codes, small.codes)
    for name in COLUMNS:
        np.testing.assert_allclose(
            getattr(small, name), getattr(whole, name), rtol=1e-8, atol=1e-12
        )


def test_blocks_are_bounded_and_reported(monkeypatch):
    monkeypatch.setattr(module, "RUN_BITS", 7)
    seen = []
    sizes = [
        part.size.size
        for part in blocks(*studies(10), progress=lambda done, total: seen.append((done, total)))
    ]
    assert max(sizes) == 128 and sum(sizes) == 1023
    assert [done for done, _ in seen] == list(np.cumsum(sizes)) and {
        total for _, total in seen
    } == {1023}


def test_a_sample_is_seeded_and_uniform_over_non_empty_subsets():
    y, v = studies(3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "RUN_BITS", 9)
        many = gosh(np.tile(y, 7), np.tile(v, 7), method="EE", draws=20_000, seed=11)
    again = gosh(np.tile(y, 7), np.tile(v, 7), method="EE", draws=20_000, seed=11)
    other = gosh(np.tile(y, 7), np.tile(v, 7), method="EE", draws=20_000, seed=12)
    np.testing.assert_array_equal(many.codes, again.codes)
    assert (many.codes != other.codes).any()
    assert many.size.min() >= 1 and "seed 11" in many.drawn
    np.testing.assert_allclose(many.member.mean(axis=0), 0.5, atol=0.02)
    assert many.size.mean() == pytest.approx(10.5, abs=0.1)


def test_a_sample_of_many_studies_needs_no_enumeration():
    y, v = studies(130)
    cloud = gosh(y, v, method="DL", draws=500, seed=2)
    inside = cloud.member[17]
    assert cloud.member.shape == (500, 130)
    assert cloud.estimate[17] == pytest.approx(
        float(pool(y[inside], v[inside], tau2_method="DL").estimate), rel=1e-9
    )


def test_asking_for_more_draws_than_subsets_enumerates():
    assert gosh(*studies(5), draws=31).drawn == "every subset"
    assert gosh(*studies(5), draws=30).estimate.size == 30


@pytest.mark.parametrize("method", ["EE", "DL", "REML"])
def test_shift_and_scale_of_effects(method):
    y, v = studies(8)
    plain, moved = gosh(y, v, method=method), gosh(10 * y + 1e3, 100 * v, method=method)
    np.testing.assert_allclose(moved.estimate, 10 * plain.estimate + 1e3, rtol=1e-10)
    np.testing.assert_allclose(moved.tau2, 100 * plain.tau2, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(moved.i2_percent, plain.i2_percent, rtol=1e-6, atol=1e-6)


def test_identical_effects_have_no_heterogeneity():
    cloud = gosh(np.full(6, 0.3), np.linspace(0.1, 0.6, 6), method="REML")
    np.testing.assert_allclose(cloud.estimate, 0.3, rtol=1e-14)
    assert not cloud.tau2.any() and not cloud.i2_percent.any()


def test_moments_equal_those_of_the_whole_cloud():
    y, v = studies(11)
    cloud, moments = gosh(y, v, method="DL"), summarise(blocks(y, v, method="DL"))
    for name in COLUMNS:
        column, found = getattr(cloud, name), moments[name]
        assert (found.count, found.least, found.greatest) == (
            column.size,
            column.min(),
            column.max(),
        )
        assert found.mean == pytest.approx(column.mean(), rel=1e-12)
        assert found.sd == pytest.approx(column.std(ddof=1), rel=1e-10)


@pytest.mark.parametrize(
    "options, words",
    [({"method": "PM"}, "allowed: EE, DL, REML"), ({"draws": 0}, "draws must be at least 1")],
)
def test_unknown_options_are_refused(options, words):
    with pytest.raises(SynthesisError, match=words):
        gosh(*studies(4), **options)


def test_unusable_studies_are_refused_or_left_out():
    with pytest.raises(SynthesisError, match="study 2: sampling variance"):
        gosh([0.1, 0.2], [0.1, 0.0])
    with pytest.raises(SynthesisError, match="at least 2"):
        gosh([0.1, np.nan], [0.1, 0.2])
    with pytest.raises(SynthesisError, match="give draws"):
        list(blocks(np.zeros(41), np.ones(41)))
    with pytest.raises(SynthesisError, match="not held in memory"):
        gosh(np.zeros(30), np.ones(30))
    assert gosh([0.1, np.nan, 0.4], [0.1, 0.2, 0.3]).studies == 2


def test_a_flat_likelihood_is_climbed_to_its_top():
    """Newton's step points the wrong way here at first: the score rises before it falls."""
    y, v = np.array([0.0, 0.0, 0.0, 1.0, 0.0, 1.0]), np.array([1.0, 1.0, 1.0, 1.0, 2.0, 1e-3])
    cloud = gosh(y, v, method="REML")
    for row in range(cloud.size.size):
        inside = cloud.member[row]
        best = restricted_likelihood(y[inside], v[inside], cloud.tau2[row])
        rivals = [
            restricted_likelihood(y[inside], v[inside], t) for t in np.geomspace(1e-6, 2, 300)
        ]
        assert inside.sum() == 1 or max(rivals) <= best + 1e-12


def restricted_likelihood(y, v, tau2):
    w = 1 / (v + tau2)
    mean = np.sum(w * y) / np.sum(w)
    return -0.5 * (np.log(v + tau2).sum() + np.log(w.sum()) + np.sum(w * (y - mean) ** 2))


def test_a_record_of_effects_may_stand_for_both():
    y, v = studies(5)
    record, plain = gosh(generic_effects(y, v), method="DL"), gosh(y, v, method="DL")
    np.testing.assert_array_equal(record.estimate, plain.estimate)
