"""Trial results as proportions and ratios with everything needed to read them: family, population,
set, basis.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from evidence.harmonise.memoise import read_each
from evidence.harmonise.numbers import NO_GROUPING, split_number
from evidence.harmonise.readers import read_p

RULE = "trials 1"
STUDY = ["study_id", "family_id", "label", "design", "population", "treatment"]


def _number(text: str) -> float:
    return split_number(text)[0]


def _effect(text: str) -> float:
    """A reported effect or limit: no ratio and no difference has thousands."""
    return split_number(text, NO_GROUPING)[0]


def _exact_p(text: str) -> float:
    """The p value; missing where only a bound is reported."""
    sign, value = read_p(text)
    return value if sign == "=" else np.nan


def harmonise_outcomes(coded: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per result of one arm, with its study's family, population and treatment.

    Returns
    -------
    the coded columns of ``outcomes``, those of the study named in STUDY (label as study_label),
    arm_label, percent, estimate, low, high (numbers; percent and limits as reported, in percent or
    in ``unit``), proportion (events over n, missing where either is), rule, sources.
    """
    studies = coded["studies"][STUDY].rename(columns={"label": "study_label"})
    arms = coded["arms"][["arm_id", "label", "agent", "kind"]].rename(
        columns={"label": "arm_label", "kind": "arm_kind"}
    )
    frame = (
        coded["outcomes"]
        .merge(studies, on="study_id", how="left", validate="many_to_one")
        .merge(arms, on="arm_id", how="left", validate="many_to_one")
    )
    numbers = {
        name: read_each(frame[f"{name}_as_reported"], _number).astype(float)
        for name in ("percent", "estimate", "low", "high")
    }
    proportion = frame["events"].astype("Float64") / frame["n"].astype("Float64")
    return frame.assign(
        **numbers,
        proportion=proportion.astype(float),
        rule=RULE,
        sources="outcomes:" + frame["outcome_id"],
    )


def harmonise_effects(coded: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per reported comparison of two arms.

    Returns
    -------
    the coded columns of ``effects``, family_id and study_label, estimate, low, high as numbers
    on the scale of ``effect_measure``, p_value (missing where only a bound is reported),
    rule, sources.
    """
    studies = coded["studies"][["study_id", "family_id", "label"]].rename(
        columns={"label": "study_label"}
    )
    frame = coded["effects"].merge(studies, on="study_id", how="left", validate="many_to_one")
    numbers = {
        name: read_each(frame[f"{name}_as_reported"], _effect).astype(float)
        for name in ("estimate", "low", "high")
    }
    return frame.assign(
        **numbers,
        p_value=read_each(frame["p_as_reported"], _exact_p).astype(float),
        rule=RULE,
        sources="effects:" + frame["effect_id"],
    )
