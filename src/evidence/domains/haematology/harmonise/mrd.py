"""Minimal residual disease as a share of cells, by assay, with what was and was not seen.

A quantified value below the threshold is still detected. A negative result without its
sensitivity is not a complete MRD response. A fusion transcript ratio whose scale is not
reported stays a ratio: it never shares an axis with shares of cells.
"""

import numpy as np
import pandas as pd

from evidence.harmonise.memoise import read_each
from evidence.harmonise.quantities import convert

# ELN 2024: Blood 143(19):1891, table seen at ashpublications.net/view-large/12204026
RULE = "MRD, ELN 2024"
THRESHOLD = 1e-4
PANELS = {
    "flow_cytometry": "Flow cytometry",
    "ig_tr_pcr": "Ig/TR PCR",
    "ngs": "Ig/TR sequencing",
    "bcr_abl1_pcr": "BCR::ABL1 ratio, scale not stated",
    "mrd_method_not_stated": "Method not stated",
}
RATIO = {"bcr_abl1_pcr"}


def _share(text: str) -> float:
    return convert(text, "")


def _detected(mrd: pd.DataFrame) -> np.ndarray:
    """yes, no or not_reported: was residual disease seen at all?"""
    quantified = mrd["value"].notna() & mrd["comparator"].isin(["equal", "above"])
    return np.select(
        [
            quantified | (mrd["comparator"] == "detected") | (mrd["response"] == "mrd_positive"),
            (mrd["comparator"] == "not_detected") | (mrd["response"] == "mrd_negative"),
        ],
        ["yes", "no"],
        "not_reported",
    )


def _below(mrd: pd.DataFrame) -> np.ndarray:
    """yes, no or not_known: is it below 10⁻⁴?"""
    shares = mrd["scale"] == "share of cells"
    bound = mrd["value"].where(mrd["comparator"].isin(["equal", "below"]))
    return np.select(
        [
            shares & (bound < THRESHOLD),
            shares & (mrd["value"] >= THRESHOLD) & (mrd["comparator"] != "below"),
            (mrd["detected"] == "no") & (mrd["sensitivity"] <= THRESHOLD),
        ],
        ["yes", "no", "yes"],
        "not_known",
    )


def _category(mrd: pd.DataFrame) -> np.ndarray:
    """ELN 2024: complete response, failure, or one of the other categories."""
    negative, positive = mrd["detected"] == "no", mrd["detected"] == "yes"
    return np.select(
        [
            negative & (mrd["sensitivity"] <= THRESHOLD),
            negative & mrd["sensitivity"].notna(),
            negative,
            positive & (mrd["below_1e_4"] == "yes"),
            positive & (mrd["below_1e_4"] == "no"),
            positive,
        ],
        [
            "complete_response",
            "negative_insufficient_sensitivity",
            "negative_sensitivity_not_stated",
            "positive_below_1e_4",
            "failure",
            "positive_not_comparable",
        ],
        "not_reported",
    )


def harmonise_mrd(assessments: pd.DataFrame, timeline: pd.DataFrame) -> pd.DataFrame:
    """One row per MRD result.

    Parameters
    ----------
    assessments : coded; the rows whose method is an MRD assay and whose ``is_mrd`` is yes are used.
    timeline : harmonised, for the days.

    Returns
    -------
    assessment_id, patient_id, document_id, phase, evaluation, compartment, method, panel, marker,
    comparator, result_as_reported, value (share of cells, or ratio), scale, sensitivity (share),
    detected (yes, no, not_reported), below_1e_4 (yes, no, not_known), category, day_low, day_high
    (from the first dose), term_as_reported, rule, sources.
    """
    rows = assessments[assessments["is_mrd"] == "yes"].reset_index(drop=True)
    days = timeline[["timeline_id", "day_low", "day_high"]]
    frame = rows.drop(columns=["locator", "note", "sequence", "is_mrd"]).merge(
        days, on="timeline_id", how="left", validate="many_to_one"
    )
    frame = frame.assign(
        panel=frame["method"].map(PANELS),
        value=read_each(frame["result_as_reported"], _share).astype(float),
        scale=np.where(frame["method"].isin(RATIO), "ratio, scale not stated", "share of cells"),
        sensitivity=read_each(frame["sensitivity_as_reported"], _share).astype(float),
    )
    for column, judge in {
        "detected": _detected,
        "below_1e_4": _below,
        "category": _category,
    }.items():
        frame = frame.assign(**{column: judge(frame)})
    dated = (" timeline:" + frame["timeline_id"]).where(frame["timeline_id"] != "", "")
    return frame.assign(rule=RULE, sources="assessments:" + frame["assessment_id"] + dated)
