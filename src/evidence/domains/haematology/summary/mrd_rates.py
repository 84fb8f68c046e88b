"""The rates of MRD negativity that one arm of a trial has."""

from dataclasses import dataclass

import pandas as pd

from evidence.synthesis.proportions.compare_arms import arm_intervals


@dataclass(frozen=True)
class MrdRates:
    """The section ``mrd_rates`` of review.toml.

    Attributes
    ----------
    family : code of families. agent : code of agents. measures : outcomes that name the
        denominator. analysis_sets : those that are no subgroups by age, cytogenetics or earlier
        treatment.
    """

    family: str = ""
    agent: str = ""
    measures: tuple[str, ...] = ()
    analysis_sets: tuple[str, ...] = ()


def mrd_rates(outcomes: pd.DataFrame, choice: MrdRates) -> pd.DataFrame:
    """The rates of MRD negativity of one arm, by population and denominator.

    Returns
    -------
    study_label, measure (names the denominator), analysis_set, events, n, proportion,
    clopper_pearson_low, _high, wilson_low, _high, mrd_threshold_as_reported, sources;
    highest proportion first.
    """
    arm = outcomes[
        (outcomes["family_id"] == choice.family)
        & (outcomes["agent"] == choice.agent)
        & (outcomes["arm_kind"] == "arm")
    ]
    rows = arm[
        arm["measure"].isin(choice.measures)
        & arm["analysis_set"].isin(choice.analysis_sets)
        & (arm["numerator_basis"] == "reported")
    ]
    columns = rows[
        [
            "study_id",
            "study_label",
            "measure",
            "analysis_set",
            "events",
            "n",
            "mrd_threshold_as_reported",
            "sources",
        ]
    ]
    return arm_intervals(columns.reset_index(drop=True)).sort_values(
        "proportion", ascending=False, ignore_index=True
    )
