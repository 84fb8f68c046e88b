"""The ledger: sourced conventions, numbers that follow from them, reasons for every difference."""

import numpy as np
import pytest
from scipy.special import expit

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.glmm.one_arm import binomial_normal
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.pooling.prediction_interval import prediction_interval
from evidence.synthesis.sensitivity.software_conventions import (
    ONE_ARM,
    THIS_PACKAGE,
    TWO_ARM,
    UNKNOWN,
)
from evidence.synthesis.sensitivity.software_defaults import DIMENSIONS, NUMBERS, convention_ledger

PROPORTIONS = {"xi": [3, 9, 0, 12, 7], "ni": [20, 30, 15, 40, 22]}
TRIALS = {"ai": [4, 6, 3, 62, 33, 0], "n1i": [123, 306, 231, 13598, 5069, 40],
          "ci": [11, 29, 11, 248, 47, 3], "n2i": [139, 303, 220, 12867, 5808, 41]}  # fmt: skip


@pytest.mark.parametrize("conventions", [ONE_ARM, TWO_ARM])
def test_what_is_claimed_is_sourced(conventions):
    assert conventions[0].system == THIS_PACKAGE
    for convention in conventions:
        claimed = [name for name in DIMENSIONS if getattr(convention, name) != UNKNOWN]
        assert bool(convention.source) == bool(claimed), convention.system


def test_one_arm_numbers_follow_from_the_conventions():
    ledger = convention_ledger(**PROPORTIONS).set_index("system")
    glmm = binomial_normal(PROPORTIONS["xi"], PROPORTIONS["ni"], test="t")
    assert ledger.loc[THIS_PACKAGE, "estimate"] == pytest.approx(float(expit(glmm.estimate)))
    assert ledger.loc[THIS_PACKAGE, "ci_high"] == pytest.approx(float(expit(glmm.ci_high)))
    normal = pool(effect_sizes("PLO", **PROPORTIONS))
    assert ledger.loc["metafor rma()", "estimate"] == pytest.approx(float(expit(normal.estimate)))
    high = prediction_interval(normal, "normal").high
    assert ledger.loc["metafor rma()", "prediction_high"] == pytest.approx(float(expit(high)))
    wide, narrow = ledger.loc[THIS_PACKAGE], ledger.loc["metafor rma.glmm()"]
    assert (
        wide["estimate"] == narrow["estimate"]
        and wide["prediction_high"] > narrow["prediction_high"]
    )
    assert ledger.loc["RevMan", list(NUMBERS)].isna().all()
    assert np.isnan(ledger.loc["R meta metaprop()", "i2_percent"])  # its rule is not sourced


def test_two_arm_numbers_follow_from_the_conventions():
    ledger = convention_ledger(**TRIALS).set_index("system")
    reml = pool(effect_sizes("RR", **TRIALS))
    assert ledger.loc["metafor rma()", "i2_percent"] == pytest.approx(float(reml.i2_percent))
    # the zero cell is corrected in one system's Mantel-Haenszel sums and not in the other's
    assert (
        ledger.loc["metafor rma.mh()", "estimate"]
        != ledger.loc["R meta metabin(), common", "estimate"]
    )
    assert (
        ledger.loc["RevMan 5, random", "prediction_low"]
        != ledger.loc["RevMan 5, random", "prediction_low"]
    )


def test_every_difference_is_named_and_none_is_invented():
    ledger = convention_ledger(**TRIALS)
    reference = ledger.iloc[0]
    assert reference["differs"] == ""
    for _, row in ledger.iloc[1:].iterrows():
        for name in DIMENSIONS:
            named = f"{name} {row[name]}, not {reference[name]}" in row["differs"]
            assert named == (row[name] not in (reference[name], UNKNOWN)), (row["system"], name)


def test_other_columns_are_refused():
    with pytest.raises(SynthesisError, match="xi ni, or ai n1i ci n2i"):
        convention_ledger(yi=[0.1], vi=[0.1])


SPARSE = {"ai": [0, 3, 5, 0], "n1i": [50, 60, 70, 40], "ci": [4, 6, 9, 0], "n2i": [50, 60, 70, 40]}
BCG = {"ai": [4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27],
       "n1i": [123, 306, 231, 13598, 5069, 1541, 2545, 88391, 7499, 1716, 50634, 2498, 16913],
       "ci": [11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29],
       "n2i": [139, 303, 220, 12867, 5808, 1451, 629, 88391, 7277, 1665, 27338, 2341,
               17854]}  # fmt: skip


def test_r_meta_adds_its_constant_to_events_and_sizes_and_drops_studies_without_events():
    """By hand: ln((0 + .5)/(50 + .5)) - ln((4 + .5)/(50 + .5)) of the first, the fourth is out."""
    row = convention_ledger(**SPARSE).set_index("system").loc["R meta metabin(), random"]
    first = np.log(0.5 / 50.5) - np.log(4.5 / 50.5), 1 / 0.5 - 1 / 50.5 + 1 / 4.5 - 1 / 50.5
    others = [
        (np.log(3 / 6), 1 / 3 - 1 / 60 + 1 / 6 - 1 / 60),
        (np.log(5 / 9), 1 / 5 - 1 / 70 + 1 / 9 - 1 / 70),
    ]
    y, v = np.array([first, *others]).T
    assert row["k"] == 3 and row["tau2"] == 0
    assert row["estimate"] == pytest.approx(np.exp((y / v).sum() / (1 / v).sum()))


def test_revman_5_takes_q_about_the_mantel_haenszel_estimate():
    """Q of the 13 BCG trials about their Mantel-Haenszel risk ratio, summed here."""
    a, n1, c, n2 = (np.array(BCG[name], float) for name in ("ai", "n1i", "ci", "n2i"))
    centre = np.log((a * n2 / (n1 + n2)).sum() / (c * n1 / (n1 + n2)).sum())
    y, w = np.log(a / n1) - np.log(c / n2), 1 / (1 / a - 1 / n1 + 1 / c - 1 / n2)
    q = (w * (y - centre) ** 2).sum()
    tau2 = (q - 12) / (w.sum() - (w**2).sum() / w.sum())
    row = convention_ledger(**BCG).set_index("system").loc["RevMan 5, random"]
    assert row["tau2"] == pytest.approx(tau2) == pytest.approx(0.309497, abs=1e-6)
    assert row["i2_percent"] == pytest.approx(100 * (1 - 12 / q))
    weights = 1 / (1 / w + tau2)
    assert row["estimate"] == pytest.approx(np.exp((weights * y).sum() / weights.sum()))


def test_the_ledger_is_of_one_data_set():
    with pytest.raises(SynthesisError, match="one data set"):
        convention_ledger(xi=[[1, 2]], ni=[[5, 6]])
