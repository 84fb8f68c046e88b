"""The rates of MRD negativity that one arm of a trial has."""

import pandas as pd

from evidence.synthesis.proportions.compare_arms import arm_intervals

# Denominators under which one arm's MRD negativity is reported, and the sets that are not
# subgroups by age, cytogenetics or earlier treatment.
MRD_RATES = (
    "mrd_negative_of_complete_responders",
    "mrd_negative_of_responders",
    "mrd_negative_of_all",
)
WHOLE_SETS = (
    "first_218_complete_responders",
    "first_218_responders",
    "first_218_randomised",
    "responders",
    "all_randomised",
)


def mrd_rates(outcomes: pd.DataFrame, family: str) -> pd.DataFrame:
    """The MRD-negativity rates that the inotuzumab arm of one trial has, by population and
    denominator.

    Returns
    -------
    study_label, measure (names the denominator), analysis_set, events, n, proportion,
    clopper_pearson_low, _high, wilson_low, _high, mrd_threshold_as_printed, sources;
    highest proportion first.
    """
    arm = outcomes[
        (outcomes["family_id"] == family)
        & (outcomes["agent"] == "inotuzumab_ozogamicin")
        & (outcomes["arm_kind"] == "arm")
    ]
    rows = arm[
        arm["measure"].isin(MRD_RATES)
        & arm["analysis_set"].isin(WHOLE_SETS)
        & (arm["numerator_basis"] == "printed")
    ]
    columns = rows[
        [
            "study_id",
            "study_label",
            "measure",
            "analysis_set",
            "events",
            "n",
            "mrd_threshold_as_printed",
            "sources",
        ]
    ]
    return arm_intervals(columns.reset_index(drop=True)).sort_values(
        "proportion", ascending=False, ignore_index=True
    )
