"""Derived tables of the trials and cohorts: outcomes, comparisons, pooled estimates."""

from collections.abc import Mapping

from pandas import DataFrame

from evidence.domains.derived_table import derived
from evidence.harmonise.trials import harmonise_effects, harmonise_outcomes
from evidence.summary.results import pooled as pooling
from evidence.summary.results import robustness, trials
from evidence.summary.results.mrd_rates import mrd_rates as rates_of_mrd

Coded = Mapping[str, DataFrame]
RANDOMISED_FAMILY = "inovate"  # the publications of the one randomised trial, in families.csv


@derived("outcomes", "arms", "studies")
def outcomes(coded: Coded) -> DataFrame:
    """Counts and proportions by study, arm and analysis set."""
    return harmonise_outcomes(coded)


@derived("effects", "studies")
def effects(coded: Coded) -> DataFrame:
    """Reported ratios and differences on one scale."""
    return harmonise_effects(coded)


@derived()
def trial_proportions(coded: Coded, outcomes: DataFrame) -> DataFrame:
    """Counted outcomes with confidence intervals."""
    return trials.counted(outcomes)


@derived()
def reported_intervals(coded: Coded, outcomes: DataFrame) -> DataFrame:
    """Reported intervals beside the method that gives them."""
    return trials.reported_intervals(outcomes)


@derived()
def arms_compared(coded: Coded, outcomes: DataFrame) -> DataFrame:
    """The arms of the randomised trial compared."""
    return trials.compared(outcomes, RANDOMISED_FAMILY)


@derived()
def hazard_ratios(coded: Coded, effects: DataFrame) -> DataFrame:
    """Reported hazard ratios with what they imply."""
    return trials.hazard_ratios(effects)


@derived()
def mrd_rates(coded: Coded, outcomes: DataFrame) -> DataFrame:
    """Rates of MRD negativity of the same arm under each reported denominator."""
    return rates_of_mrd(outcomes, RANDOMISED_FAMILY)


@derived("pool_rows")
def single_arm(coded: Coded, outcomes: DataFrame) -> DataFrame:
    """Arms considered for a pool, and why each counts or not."""
    return trials.single_arm(coded["pool_rows"], outcomes)


@derived()
def pooled(coded: Coded, single_arm: DataFrame) -> DataFrame:
    """Pooled proportions."""
    return pooling.pooled_proportions(single_arm)


@derived()
def leave_one_out(coded: Coded, single_arm: DataFrame) -> DataFrame:
    """Pooled proportions without each study in turn."""
    return robustness.leave_one_out(single_arm)


@derived()
def subsets(coded: Coded, single_arm: DataFrame) -> DataFrame:
    """Pooled proportions of every subset of the studies."""
    return robustness.every_subset(single_arm)


@derived()
def multiverse(coded: Coded, single_arm: DataFrame) -> DataFrame:
    """Pooled proportions under every defensible combination of choices."""
    return robustness.every_specification(single_arm)


@derived()
def multiverse_range(coded: Coded, multiverse: DataFrame) -> DataFrame:
    """Smallest, median and largest estimate of the multiverse."""
    return robustness.range_of(multiverse).to_frame().T


@derived()
def multiverse_mrd(coded: Coded, single_arm: DataFrame) -> DataFrame:
    """MRD negativity under every defensible combination of choices."""
    return robustness.mrd_specifications(single_arm)


@derived()
def conventions(coded: Coded, single_arm: DataFrame) -> DataFrame:
    """The same studies under the defaults of metafor, meta and RevMan."""
    return robustness.by_convention(single_arm)
