"""Inotuzumab against its label: dose by day, total of a cycle, number of doses and cycles, intervals.

The schedule is coded in data/vocabulary/label_schedule.csv, the limits in label_limits.csv.
"""

import pandas as pd

from evidence.audit.core.findings import Check, noted, shown, sources_of, told
from evidence.harmonise.doses import INOTUZUMAB, TOLERANCE

AMBIGUOUS = r"\bbi-?(?:weekly|monthly)\b"


def label_limit(coded, name: str) -> float:
    """One limit of the label, by its code in ``label_limits``."""
    limits = coded["label_limits"].set_index("code")["value"]
    return float(limits[name])


def _schedule_text(rows: pd.DataFrame) -> list[str]:
    return [
        told(low) if low == high else f"{told(low)} or {told(high)}"
        for low, high in zip(rows["label_low"], rows["label_high"])
    ]


def dose_off_label(coded, derived):
    rows = coded["doses"].merge(
        derived["doses"][["dose_id", "standing", "value", "label_low", "label_high"]], on="dose_id"
    )
    rows = rows[rows["standing"] == "off_schedule"]
    totals = _label_totals(coded)
    likely = [
        "the total of a cycle, for the dose of a day"
        if any(abs(value - total) < 1e-9 for total in totals)
        else ""
        for value in rows["value"]
    ]
    expected = (
        pd.Series(_schedule_text(rows), rows.index, dtype=object)
        + " mg/m² on day "
        + rows["day_of_cycle"].astype(str)
    )
    return noted(
        "doses",
        rows,
        "dose_as_printed",
        printed=rows["dose_as_printed"],
        expected=expected,
        how=f"the label's schedule, {TOLERANCE:.0%} either way",
        likely_intended=likely,
    )


def _label_totals(coded) -> list[float]:
    schedule = coded["label_schedule"]
    return sorted(
        round(float(total), 10) for total in schedule.groupby("cycle_kind")["dose_mg_per_m2"].sum()
    )


def day_off_label(coded, derived):
    rows = coded["doses"].merge(derived["doses"][["dose_id", "standing"]], on="dose_id")
    rows = rows[
        (rows["standing"] == "no_label_dose")
        & rows["day_of_cycle"].notna()
        & (rows["cycle"] == 1).fillna(False)
    ]
    days = ", ".join(map(str, sorted(set(coded["label_schedule"]["day_of_cycle"]))))
    return noted(
        "doses",
        rows,
        "day_as_printed",
        printed=rows["day_as_printed"]
        + " (day "
        + rows["day_of_cycle"].astype(str)
        + " of the cycle)",
        expected=f"day {days}",
        how="a day of the cycle for which the label has no dose",
    )


def _given_in_cycles(coded, derived) -> pd.DataFrame:
    rows = coded["doses"].merge(derived["doses"][["dose_id", "value", "kind"]], on="dose_id")
    rows = rows[(rows["agent"] == INOTUZUMAB) & (rows["given"] == "given") & rows["cycle"].notna()]
    return rows.assign(
        number=rows["administrations"].fillna(1).astype(int),
        amount=rows["value"] * rows["administrations"].fillna(1).astype(int),
    )


def cycle_total(coded, derived):
    rows = _given_in_cycles(coded, derived)
    rows = rows[rows["kind"] == "per_surface"]
    keys = ["patient_id", "therapy_id", "cycle"]
    groups = (
        rows.groupby(keys, sort=False)
        .agg(
            total=("amount", "sum"),
            members=("dose_id", " ".join),
            terms=("value", lambda values: " + ".join(map(told, values))),
        )
        .reset_index()
    )
    highest = max(_label_totals(coded))
    groups = groups[groups["total"] > highest * (1 + TOLERANCE)]
    rows = rows.drop_duplicates(keys).merge(groups, on=keys)
    expected = f"{' or '.join(map(told, _label_totals(coded)))} mg/m² a cycle"
    return noted(
        "doses",
        rows,
        "cycle",
        printed=rows["terms"].astype(str) + " mg/m²",
        expected=expected,
        how=rows["terms"].astype(str) + " = " + rows["total"].map(told),
        sources=sources_of("doses", rows["members"].astype(str)),
    )


def doses_in_cycle(coded, derived):
    rows = _given_in_cycles(coded, derived)
    keys = ["patient_id", "therapy_id", "cycle"]
    groups = (
        rows.groupby(keys, sort=False)
        .agg(doses=("number", "sum"), members=("dose_id", " ".join))
        .reset_index()
    )
    most = label_limit(coded, "doses_in_a_cycle")
    rows = rows.drop_duplicates(keys).merge(groups[groups["doses"] > most], on=keys)
    return noted(
        "doses",
        rows,
        "administrations",
        printed=rows["doses"].astype(str) + " doses in cycle " + rows["cycle"].astype(str),
        expected=f"at most {most:g}",
        how="the label's number of doses in a cycle",
        sources=sources_of("doses", rows["members"]),
    )


def cycles_above_label(coded, derived):
    rows = coded["characteristics"]
    rows = rows[rows["item"] == "inotuzumab_cycles"]
    cycles = pd.to_numeric(rows["value"], errors="coerce").astype(float)
    most = label_limit(coded, "cycles")
    rows = rows[cycles > most]
    return noted(
        "characteristics",
        rows,
        "value",
        printed=rows["as_printed"],
        expected=f"at most {most:g} cycles",
        how="the label's number of cycles",
    )


def doses_too_close(coded, derived):
    rows = _given_in_cycles(coded, derived)
    rows = rows[rows["day_of_cycle"].notna()].sort_values(
        ["patient_id", "therapy_id", "cycle", "day_of_cycle"], kind="stable"
    )
    before = rows.groupby(["patient_id", "therapy_id", "cycle"], sort=False)[
        ["day_of_cycle", "dose_id"]
    ].shift()
    gap = (rows["day_of_cycle"] - before["day_of_cycle"]).astype(float)
    least = label_limit(coded, "days_between_doses")
    bad = gap < least
    rows, gap, before = rows[bad], gap[bad], before[bad]
    return noted(
        "doses",
        rows,
        "day_of_cycle",
        printed=rows["day_as_printed"],
        expected=f"at least {least:g} days between doses",
        how=shown(gap, "{:g} days after the dose before"),
        sources="doses:" + rows["dose_id"] + " doses:" + before["dose_id"].astype(str),
    )


def planned_not_given(coded, derived):
    rows = coded["doses"]
    rows = rows[(rows["agent"] == INOTUZUMAB) & rows["day_of_cycle"].notna()]
    planned = (
        rows[rows["given"] == "planned"]
        .groupby("patient_id")
        .agg(planned=("day_of_cycle", "nunique"), members=("dose_id", " ".join))
    )
    given = (
        rows[(rows["given"] == "given") & (rows["cycle"] == 1).fillna(False)]
        .groupby("patient_id")
        .agg(
            given=("day_of_cycle", "nunique"),
            first=("dose_id", "first"),
            used=("dose_id", " ".join),
        )
    )
    short = planned.join(given, how="inner")
    short = short[short["given"] < short["planned"]]
    rows = rows.merge(short, left_on="dose_id", right_on="first", suffixes=("_row", ""))
    return noted(
        "doses",
        rows,
        "given",
        printed=rows["given"].astype(str) + " doses of cycle 1",
        expected=rows["planned"].astype(str) + " as planned",
        how="fewer doses of the first cycle are told than were planned",
        sources=sources_of("doses", rows["members"] + " " + rows["used"]),
    )


def cycle_contradicted(coded, derived):
    cycles = coded["characteristics"]
    cycles = cycles[(cycles["item"] == "inotuzumab_cycles")].assign(
        most=lambda f: pd.to_numeric(f["value"], errors="coerce").astype(float)
    )
    most = cycles.groupby("patient_id").agg(
        most=("most", "max"), members=("characteristic_id", " ".join)
    )
    rows = coded["doses"]
    rows = rows[
        (rows["agent"] == INOTUZUMAB) & (rows["given"] == "given") & rows["cycle"].notna()
    ].merge(most, left_on="patient_id", right_index=True)
    rows = rows[rows["cycle"].astype(float) > rows["most"]].drop_duplicates(["patient_id", "cycle"])
    return noted(
        "doses",
        rows,
        "cycle",
        printed="cycle " + rows["cycle"].astype(str),
        expected=shown(rows["most"], "at most {:g} cycles"),
        how="a dose of a cycle beyond the number of cycles told",
        sources="doses:" + rows["dose_id"] + " " + sources_of("characteristics", rows["members"]),
    )


def ambiguous_frequency(coded, derived):
    rows = coded["doses"]
    rows = rows[rows["day_as_printed"].str.contains(AMBIGUOUS, case=False, regex=True)]
    return noted(
        "doses",
        rows,
        "day_as_printed",
        printed=rows["day_as_printed"],
        expected="twice a week, or every two weeks",
        how="the word means both",
    )


LABEL = "code lists label_schedule and label_limits"
CHECKS = (
    Check(
        "dose_off_label",
        "doses",
        "error",
        "A dose of inotuzumab per m² is the label's for its day.",
        f"{LABEL}, {TOLERANCE:.0%} either way",
        dose_off_label,
    ),
    Check(
        "day_off_label",
        "doses",
        "warning",
        "A dose of the first cycle is given on a day of the label.",
        LABEL,
        day_off_label,
    ),
    Check(
        "cycle_total",
        "doses",
        "error",
        "The doses of a cycle add up to no more than the label's total.",
        f"{LABEL}, {TOLERANCE:.0%} above",
        cycle_total,
    ),
    Check(
        "doses_in_cycle",
        "doses",
        "warning",
        "A cycle has no more doses than on the label.",
        LABEL,
        doses_in_cycle,
    ),
    Check(
        "cycles_above_label",
        "doses",
        "warning",
        "There are no more cycles than on the label.",
        LABEL,
        cycles_above_label,
    ),
    Check(
        "doses_too_close",
        "doses",
        "error",
        "Doses are as far apart as the label asks for.",
        LABEL,
        doses_too_close,
    ),
    Check(
        "planned_not_given",
        "doses",
        "note",
        "Every planned dose of the first cycle is told of.",
        "none",
        planned_not_given,
    ),
    Check(
        "cycle_contradicted",
        "doses",
        "error",
        "No dose belongs to a cycle beyond the number of cycles told.",
        "none",
        cycle_contradicted,
    ),
    Check(
        "ambiguous_frequency",
        "doses",
        "warning",
        "A frequency has one meaning.",
        "none",
        ambiguous_frequency,
    ),
)
