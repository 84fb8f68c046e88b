"""Rows of the MRD plot: every MRD result in order, with its assay, and whether it has a level at
all.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

PERIODS = {
    "at_diagnosis": "before",
    "before_index": "before",
    "after_first_transplant": "before",
    "at_index": "baseline",
    "on_index": "during",
    "after_index": "during",
    "after_car_t": "during",
    "after_transplant": "after_transplant",
}
POWER = re.compile(r"\b10\^?([-−]\d+)")
RAISED = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
NO_ASSAY = "Method not stated"


def mrd_rows(coded: dict[str, pd.DataFrame], derived: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """What ``figures.mrd_trajectories.draw`` needs, one row per MRD result.

    Parameters
    ----------
    coded : patients (labels) and assessments (their order) are used.
    derived : mrd is used.

    Returns
    -------
    patient, panel, scale (share, ratio), period, step, state (level, at_or_above, below,
    not_detected,
    detected, term_only), value, sensitivity, label, day_low, day_high, term_as_reported, sources.
    Results of a phase that is not stated are left out.
    """
    mrd = derived["mrd"]
    mrd = mrd[mrd["phase"].isin(PERIODS)]
    sequence = coded["assessments"].set_index("assessment_id")["sequence"]
    # Results at one entry of the timeline are of one time: they share a step.
    step = mrd["assessment_id"].map(sequence).astype(float)
    step = step.groupby(
        mrd["timeline_id"].where(mrd["timeline_id"] != "", mrd["assessment_id"])
    ).transform("min")
    labels = coded["patients"].set_index("patient_id")["label"]
    frame = pd.DataFrame(
        {
            "patient": mrd["patient_id"].map(labels),
            "panel": mrd["panel"].fillna(NO_ASSAY),
            "scale": mrd["scale"].map(_scale),
            "period": mrd["phase"].map(PERIODS),
            "step": step,
            "state": state(mrd),
            "value": mrd["value"],
            "sensitivity": mrd["sensitivity"],
            "label": mrd["result_as_reported"]
            .mask(mrd["result_as_reported"] == "", mrd["sensitivity_as_reported"])
            .map(typeset),
            "day_low": mrd["day_low"],
            "day_high": mrd["day_high"],
            "term_as_reported": mrd["term_as_reported"],
            "sources": mrd["sources"],
        }
    )
    people = {label: i for i, label in enumerate(labels)}
    order = frame.assign(place=frame["patient"].map(people)).sort_values(
        ["place", "step"], kind="stable"
    )
    return frame.loc[order.index].reset_index(drop=True)


def typeset(reported: str) -> str:
    """A reported figure with its power of ten raised.

    >>> typeset("2.68×10^-5"), typeset("10-3"), typeset("1.6%")
    ('2.68×10⁻⁵', '10⁻³', '1.6%')
    """
    return POWER.sub(lambda found: "10" + found.group(1).translate(RAISED), reported)


def _scale(words: str) -> str:
    return "ratio" if words.startswith("ratio") else "share"


def state(mrd: pd.DataFrame) -> np.ndarray:
    """How each result is to be drawn; a quantified level is detected, whatever
    the author calls it.
    """
    levelled = mrd["value"].notna()
    return np.select(
        [
            levelled & (mrd["comparator"] == "equal"),
            levelled & (mrd["comparator"] == "above"),
            levelled & (mrd["comparator"] == "below"),
            mrd["detected"] == "no",
            mrd["detected"] == "yes",
        ],
        ["level", "at_or_above", "below", "not_detected", "detected"],
        "term_only",
    )
