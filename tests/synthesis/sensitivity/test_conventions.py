"""The ledger: sourced conventions, numbers that follow from them, reasons for every difference."""

import numpy as np
import pytest
from scipy.special import expit

from evidence.synthesis.conventions import (
    DIMENSIONS,
    NUMBERS,
    ONE_ARM,
    OURS,
    TWO_ARM,
    UNKNOWN,
    convention_ledger,
)
from evidence.synthesis.effects import effect_sizes
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.glmm import binomial_normal
from evidence.synthesis.pooling import pool
from evidence.synthesis.prediction import prediction_interval

PROPORTIONS = {"xi": [3, 9, 0, 12, 7], "ni": [20, 30, 15, 40, 22]}
TRIALS = {"ai": [4, 6, 3, 62, 33, 0], "n1i": [123, 306, 231, 13598, 5069, 40],
          "ci": [11, 29, 11, 248, 47, 3], "n2i": [139, 303, 220, 12867, 5808, 41]}  # fmt: skip


@pytest.mark.parametrize("conventions", [ONE_ARM, TWO_ARM])
def test_what_is_claimed_is_sourced(conventions):
    assert conventions[0].system == OURS
    for one in conventions:
        claimed = [name for name in DIMENSIONS if getattr(one, name) != UNKNOWN]
        assert bool(one.source) == bool(claimed), one.system


def test_one_arm_numbers_follow_from_the_conventions():
    ledger = convention_ledger(**PROPORTIONS).set_index("system")
    glmm = binomial_normal(PROPORTIONS["xi"], PROPORTIONS["ni"])
    assert ledger.loc[OURS, "estimate"] == pytest.approx(float(expit(glmm.estimate)))
    normal = pool(effect_sizes("PLO", **PROPORTIONS))
    assert ledger.loc["metafor rma()", "estimate"] == pytest.approx(float(expit(normal.estimate)))
    high = prediction_interval(normal, "normal").high
    assert ledger.loc["metafor rma()", "prediction_high"] == pytest.approx(float(expit(high)))
    wide, narrow = ledger.loc[OURS], ledger.loc["metafor rma.glmm()"]
    assert (
        wide["estimate"] == narrow["estimate"]
        and wide["prediction_high"] > narrow["prediction_high"]
    )
    assert ledger.loc["RevMan", list(NUMBERS)].isna().all()
    assert np.isnan(ledger.loc["R meta metaprop()", "i2_percent"])  # its rule is not sourced


def test_two_arm_numbers_follow_from_the_conventions():
    ledger = convention_ledger(**TRIALS).set_index("system")
    dl = pool(effect_sizes("RR", **TRIALS), tau2_method="DL")
    assert ledger.loc["RevMan 5, random", "estimate"] == pytest.approx(float(np.exp(dl.estimate)))
    assert ledger.loc["RevMan 5, random", "i2_percent"] == pytest.approx(float(dl.i2_percent))
    reml = pool(effect_sizes("RR", **TRIALS))
    assert ledger.loc["metafor rma()", "i2_percent"] == pytest.approx(float(reml.i2_percent))
    assert ledger.loc["R meta metabin(), random", "i2_percent"] == pytest.approx(
        100 * (1 - reml.q_df / reml.q)
    )
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
    ours = ledger.iloc[0]
    assert ours["differs"] == ""
    for _, row in ledger.iloc[1:].iterrows():
        for name in DIMENSIONS:
            named = f"{name} {row[name]}, not {ours[name]}" in row["differs"]
            assert named == (row[name] not in (ours[name], UNKNOWN)), (row["system"], name)


def test_other_columns_are_refused():
    with pytest.raises(SynthesisError, match="xi ni, or ai n1i ci n2i"):
        convention_ledger(yi=[0.1], vi=[0.1])
