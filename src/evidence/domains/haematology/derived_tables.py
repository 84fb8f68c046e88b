"""Derived tables of haematology."""

from collections.abc import Mapping

from pandas import DataFrame

from evidence.coded.settings import section, settings_of
from evidence.domains.derived_table import derived
from evidence.domains.haematology.harmonise.mrd import harmonise_mrd
from evidence.domains.haematology.harmonise.responses import harmonise_responses
from evidence.domains.haematology.summary import response_counts as counts
from evidence.domains.haematology.summary.mrd_rates import MrdRates
from evidence.domains.haematology.summary.mrd_rates import mrd_rates as rates_of_mrd
from evidence.summary.results.pool_choices import Pools
from evidence.summary.results.robustness import with_two_denominators

Coded = Mapping[str, DataFrame]


@derived("assessments")
def mrd(coded: Coded, timeline: DataFrame) -> DataFrame:
    """Measurable residual disease as a fraction, with what the assay could see."""
    return harmonise_mrd(coded["assessments"], timeline)


@derived("assessments", "therapies")
def responses(coded: Coded, mrd: DataFrame, timeline: DataFrame) -> DataFrame:
    """Responses by one rule, marrow and other compartments together."""
    return harmonise_responses(coded["assessments"], mrd, coded["therapies"], timeline)


@derived()
def response_counts(coded: Coded, responses: DataFrame, cases: DataFrame) -> DataFrame:
    """Patients by response."""
    return counts.response_counts(responses, cases, settings_of(coded).index.short)


@derived()
def mrd_rates(coded: Coded, outcomes: DataFrame) -> DataFrame:
    """Rates of MRD negativity of the same arm under each reported denominator."""
    return rates_of_mrd(outcomes, section(settings_of(coded), "mrd_rates", MrdRates))


@derived()
def multiverse_mrd(coded: Coded, single_arm: DataFrame) -> DataFrame:
    """MRD negativity under every defensible combination of choices."""
    pools = section(settings_of(coded), "pools", Pools)
    return with_two_denominators(single_arm, pools.denominators)
