"""Reported doses as value and unit, compared with the label; nothing is corrected.

The label of a drug that is dosed by body surface is coded in data/vocabulary/dose_schedule.csv,
the highest dose on the label of other drugs in data/vocabulary/dose_limits.csv. A dose in mg stays
a dose in mg: the body surface that the label's dose would imply is derived beside it, for a drug
of the schedule only.
"""

import numpy as np
import pandas as pd

from evidence.harmonise.known_units import kinds
from evidence.harmonise.memoise import read_each
from evidence.harmonise.numbers import split_bound
from evidence.harmonise.quantities import factor, read_quantity

RULE = "doses 1"
FLOAT_NOISE = 1e-9  # mg/m²: 0.72 is 10% below 0.8, which double precision misses
TOLERANCE = 0.1  # of the label's dose: rounding to vials and to one decimal
# Above this no course of radiotherapy goes; a threshold of this project.
HIGHEST_RADIATION_GY = 60.0
DOSE_KINDS = ("absolute", "per_surface", "per_weight", "radiation", "activity")
ACTIVITY = tuple(unit for unit, kind in kinds().items() if kind == "activity")
# read and left as reported
OTHER = (*(unit for unit, kind in kinds().items() if kind == "per_time"), "1/kg")
KINDS = {unit: kind for unit, kind in kinds().items() if kind in DOSE_KINDS}
CANONICAL = {"absolute": "mg", "per_surface": "mg/m^2", "per_weight": "mg/kg", "radiation": "Gy"}


def _canonical(unit: str) -> str:
    """The unit of the kind; units of activity stay as reported, for no factor joins them."""
    return CANONICAL.get(KINDS.get(unit, ""), unit)


def _value(text: str) -> float:
    value, unit = read_quantity(split_bound(text)[1])
    return float(f"{value * factor(unit, _canonical(unit)):.15g}")


def _kind(text: str) -> str:
    return KINDS.get(read_quantity(split_bound(text)[1])[1], "other")


def _unit(text: str) -> str:
    return _canonical(read_quantity(split_bound(text)[1])[1])


def _comparator(text: str) -> str:
    return split_bound(text)[0]


def label_dose(doses: pd.DataFrame, schedule: pd.DataFrame) -> pd.DataFrame:
    """Lowest and highest dose (mg/m²) that the label has for each row's day; missing where it has
    none.

    A row known to be of cycle 1 is compared with cycle 1 only, any other with every cycle.
    """
    keys = ["agent", "day_of_cycle"]
    of_any = schedule.groupby(keys)["dose_mg_per_m2"].agg(["min", "max"]).reset_index()
    of_first = (
        schedule[schedule["first_cycle"] == "yes"]
        .groupby(keys)["dose_mg_per_m2"]
        .agg(["min", "max"])
        .reset_index()
    )
    found, first = (
        doses[keys]
        .merge(days, on=keys, how="left", validate="many_to_one")[["min", "max"]]
        .astype(float)
        .set_axis(doses.index)
        for days in (of_any, of_first)
    )
    return found.where(doses["cycle"].fillna(0) != 1, first)


def label_highest(doses: pd.DataFrame, limits: pd.DataFrame) -> pd.Series:
    """Highest dose on the label of each row's agent in its unit; missing where none was read."""
    highest = limits.set_index(["agent", "unit"])["label_highest"].astype(float)
    keys = zip(doses["agent"], doses["unit"], strict=True)
    return pd.Series([highest.get(key, np.nan) for key in keys], doses.index, dtype=float)


def _compared_with_label(frame: pd.DataFrame, scheduled: pd.Series) -> np.ndarray:
    """Each dose compared with the label or, for radiation, to what is possible."""
    low, high, value = (
        frame["label_low"] * (1 - TOLERANCE) - FLOAT_NOISE,
        frame["label_high"] * (1 + TOLERANCE) + FLOAT_NOISE,
        frame["value"],
    )
    no_dose = frame["label_high"].isna()
    comparisons = [
        (frame["kind"] == "", "not_reported"),
        ((frame["kind"] == "radiation") & (value > HIGHEST_RADIATION_GY), "impossible"),
        (frame["comparator"].isin(["below", "above"]) | (~scheduled & no_dose), "not_compared"),
        (~scheduled & (value > high), "above_label"),
        (~scheduled, "within_label"),
        (no_dose & frame["day_of_cycle"].notna(), "off_schedule"),
        (frame["kind"] == "absolute", "absolute_dose"),
        (no_dose, "no_label_dose"),
        ((value >= low) & (value <= high), "as_label"),
    ]
    conditions, names = zip(*comparisons, strict=True)
    return np.select(list(conditions), list(names), "off_schedule")


def harmonise_doses(
    doses: pd.DataFrame, schedule: pd.DataFrame, limits: pd.DataFrame
) -> pd.DataFrame:
    """One row per reported dose.

    Parameters
    ----------
    doses : coded. schedule : labels by body surface and day. limits : the highest dose on other
        labels.

    Returns
    -------
    the coded columns, then value and unit (mg, mg/m^2, mg/kg, Gy, U, IU), kind (absolute,
    per_surface, per_weight, radiation, activity (U or IU), other, or empty), comparator (equal,
    below, above, or empty), label_low and label_high (mg/m² for an agent of the schedule, else the
    highest in the dose's unit),
    compared_with_label (as_label, absolute_dose, off_schedule (another dose, or a day without
    one), no_label_dose (day not known); of other agents within_label, above_label, not_compared;
    impossible, not_reported), implied_body_surface_m2 (an absolute dose over the label's; derived,
    never used to correct), rule, sources.
    """
    reported = doses["dose_as_reported"]
    label = label_dose(doses, schedule)
    frame = doses.drop(columns=["locator", "note"]).assign(
        value=read_each(reported, _value).astype(float),
        unit=read_each(reported, _unit, ""),
        kind=read_each(reported, _kind, ""),
        comparator=read_each(reported, _comparator, ""),
        label_low=label["min"],
        label_high=label["max"],
    )
    frame["label_high"] = frame["label_high"].fillna(label_highest(frame, limits))
    scheduled = frame["agent"].isin(schedule["agent"])
    one_label_dose = frame["label_low"] == frame["label_high"]
    equal = frame["comparator"] == "equal"
    alone = scheduled & equal & (frame["kind"] == "absolute") & one_label_dose
    surface = (frame["value"] / frame["label_low"]).where(alone)
    return frame.assign(
        compared_with_label=_compared_with_label(frame, scheduled),
        implied_body_surface_m2=surface,
        rule=RULE,
        sources="doses:" + doses["dose_id"],
    )
