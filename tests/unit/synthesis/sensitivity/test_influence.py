"""Deletion diagnostics where the reference has none, and fits that cannot be made."""

import numpy as np
import pytest

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.sensitivity.influence import influence
from evidence.synthesis.sensitivity.leave_one_out import leave_one_out

BCG = {
    "ai": [4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27],
    "n1i": [123, 306, 231, 13598, 5069, 1541, 2545, 88391, 7499, 1716, 50634, 2498, 16913],
    "ci": [11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29],
    "n2i": [139, 303, 220, 12867, 5808, 1451, 629, 88391, 7277, 1665, 27338, 2341, 17854],
}
LATITUDE = [44, 55, 42, 52, 13, 44, 19, 13, 27, 42, 18, 33, 33]
# metafor 3.8-1, baujat(rma(...)) at a threshold of 1e-12: x and y of trials 1 to 13
POOLED_X = [
    0.0478183405468,
    1.4934114075929,
    0.5508753366658,
    1.5860500734647,
    0.6777110311298,
    0.0160055560011,
    1.5319030625855,
    1.6638459497329,
    0.1625233292090,
    1.1168477625428,
    0.4322210972250,
    1.5922385451032,
    1.2637881718026,
]
POOLED_Y = [
    0.001537500918463,
    0.112107073414489,
    0.024349046895047,
    0.237773641745261,
    0.066985834997828,
    0.000333272180159,
    0.107909485433818,
    0.198964671902796,
    0.018381621780552,
    0.111389615903809,
    0.048970640673486,
    0.061834563955092,
    0.115312876242490,
]
LATITUDE_X = [
    0.0485530802472,
    0.2060307721733,
    0.2894594629091,
    0.3352369937433,
    0.0644822817209,
    0.7086370677382,
    5.8153222613601,
    0.2399124334740,
    0.0316828111324,
    1.0740428523379,
    0.0505684252904,
    2.1902924921303,
    3.2370028145054,
]
LATITUDE_Y = [
    0.003683268848661,
    0.035897333870976,
    0.009499071277026,
    0.147161452740451,
    0.003962275263260,
    0.220687814872131,
    0.542922186948315,
    0.139122528367729,
    0.014151964214183,
    0.155127719178893,
    0.000331383157718,
    0.040141778574307,
    0.181964962625509,
]


@pytest.mark.parametrize(
    ("moderators", "x", "y"),
    [(None, POOLED_X, POOLED_Y), ({"latitude": LATITUDE}, LATITUDE_X, LATITUDE_Y)],
)
def test_baujat_coordinates(moderators, x, y):
    found = influence(effect_sizes("risk_ratio", **BCG), moderators=moderators)
    np.testing.assert_allclose(found.baujat_x, x, rtol=1e-7)
    np.testing.assert_allclose(found.baujat_y, y, rtol=1e-7)


def test_a_study_that_carries_a_coefficient_alone_has_no_deletion_fit():
    y, v = np.array([0.1, 0.3, 0.2, 0.5, 0.9]), np.full(5, 0.05)
    found = influence(y, v, {"group": ["a", "a", "a", "a", "b"]})
    assert np.isnan(found.rstudent).tolist() == [False] * 4 + [True]
    assert found.hat[4] == pytest.approx(1.0)


def test_absent_studies_are_not_diagnosed_and_labels_stay():
    y, v = [0.1, np.nan, 0.4, 0.2], [0.1, 0.1, 0.1, 0.1]
    found = influence(y, v, labels=["A", "B", "C", "D"])
    assert found.labels == ("A", "C", "D") and found.hat.shape == (3,)
    out = leave_one_out(y, v, labels=["A", "B", "C", "D"])
    assert out.labels == ("A", "C", "D")
    assert out.fit.estimate[0] == pytest.approx(pool([0.4, 0.2], [0.1, 0.1]).estimate)


def test_rows_follow_the_studies_that_have_effect_and_moderator():
    """metafor 3.8-1: hatvalues(rma(yi, vi, mods = ~ x)) of the six studies that are complete."""
    y, v, x = (
        [0.1, 0.3, 0.8, 0.2, 0.5, 0.9],
        [0.04, 0.09, 0.02, 0.05, 0.06, 0.1],
        [1, 2, 3, 4, 5, 7],
    )
    hat = [0.52940744, 0.20287305, 0.2542115, 0.18746509, 0.2698452, 0.55619773]
    labels = ["without", *"abcdef"]
    for effect, moderator in ((np.nan, 9), (0.4, np.nan), (np.nan, np.nan)):
        given = [effect, *y], [0.1, *v], {"x": [moderator, *x]}
        found = influence(*given, labels=labels)
        np.testing.assert_allclose(found.hat, hat, atol=5e-9)
        assert found.labels == tuple("abcdef")


def test_a_study_through_which_the_line_passes_has_no_standardised_residual():
    """The last study alone has x = 1: its hat value is 1, its residual 0 but for rounding."""
    found = influence([0.1, 0.3, 0.8, 0.2, 0.7], [0.1] * 5, {"x": [0, 0, 0, 0, 1]})
    assert np.isnan(found.rstandard[-1]) and np.isfinite(found.rstandard[:-1]).all()
    assert found.hat[-1] == pytest.approx(1)


def test_too_few_complete_studies_are_counted():
    with pytest.raises(SynthesisError, match="k = 2 studies with effect and moderators"):
        influence([0.1, 0.3, 0.8], [0.1] * 3, {"x": [1, 2, np.nan]})
