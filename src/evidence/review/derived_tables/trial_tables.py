"""Derived tables of the trials and cohorts: outcomes, comparisons, pooled estimates."""

from collections.abc import Mapping
from dataclasses import dataclass

from pandas import DataFrame

from evidence.coded.settings import section, settings_of
from evidence.domains.derived_table import derived
from evidence.harmonise.trials import harmonise_effects, harmonise_outcomes
from evidence.summary.results import pooled as pooling
from evidence.summary.results import robustness, trials
from evidence.summary.results.compared import Comparison, compared
from evidence.summary.results.pool_choices import Pools

Coded = Mapping[str, DataFrame]


@dataclass(frozen=True)
class Trials:
    """The section ``trials`` of review.toml.

    Attributes
    ----------
    shown : columns of outcomes that stand beside each proportion, besides the usual ones.
    comparisons : the arms that are compared.
    """

    shown: tuple[str, ...] = ()
    comparisons: tuple[Comparison, ...] = ()


def _trials(coded: Coded) -> Trials:
    return section(settings_of(coded), "trials", Trials)


def _pools(coded: Coded) -> Pools:
    return section(settings_of(coded), "pools", Pools)


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
    return trials.counted(outcomes, _trials(coded).shown)


@derived()
def reported_intervals(coded: Coded, outcomes: DataFrame) -> DataFrame:
    """Reported intervals beside the method that gives them."""
    return trials.reported_intervals(outcomes)


@derived("outcome_measures")
def arms_compared(coded: Coded, outcomes: DataFrame) -> DataFrame:
    """The arms of randomised trials compared."""
    measures = coded["outcome_measures"]
    directions = dict(zip(measures["code"], measures["direction"], strict=True))
    return compared(outcomes, directions, _trials(coded).comparisons)


@derived()
def hazard_ratios(coded: Coded, effects: DataFrame) -> DataFrame:
    """Reported hazard ratios with what they imply."""
    return trials.hazard_ratios(effects)


@derived("pool_rows")
def single_arm(coded: Coded, outcomes: DataFrame) -> DataFrame:
    """Arms considered for a pool, and why each counts or not."""
    return trials.single_arm(coded["pool_rows"], outcomes)


@derived()
def pooled(coded: Coded, single_arm: DataFrame) -> DataFrame:
    """Pooled proportions."""
    return pooling.pooled_proportions(single_arm, _pools(coded).further)


@derived()
def leave_one_out(coded: Coded, single_arm: DataFrame) -> DataFrame:
    """Pooled proportions without each study in turn."""
    return robustness.leave_one_out(single_arm, _pools(coded).outcome)


@derived()
def subsets(coded: Coded, single_arm: DataFrame) -> DataFrame:
    """Pooled proportions of every subset of the studies."""
    return robustness.every_subset(single_arm, _pools(coded).outcome)


@derived()
def multiverse(coded: Coded, single_arm: DataFrame) -> DataFrame:
    """Pooled proportions under every defensible combination of choices."""
    return robustness.every_specification(single_arm, _pools(coded))


@derived()
def multiverse_range(coded: Coded, multiverse: DataFrame) -> DataFrame:
    """Smallest, median and largest estimate of the multiverse."""
    return robustness.range_of(multiverse).to_frame().T.head(len(multiverse))


@derived()
def conventions(coded: Coded, single_arm: DataFrame) -> DataFrame:
    """The same studies under the defaults of metafor, meta and RevMan."""
    return robustness.by_convention(single_arm, _pools(coded).outcome)
