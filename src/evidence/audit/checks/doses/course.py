"""Doses against each other and against the plan."""

import pandas as pd

from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted, shown, sources_of
from evidence.audit.core.index_doses import doses_of_index

# Frequencies that mean twice in a period as well as every two periods.
AMBIGUOUS = r"\bbi-?(?:weekly|monthly)\b"


@check("doses", severity="note", says="Every planned dose of the first cycle is reported.")
def planned_not_given(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = doses_of_index(coded).dropna(subset="day_of_cycle")
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
    rows = rows.merge(
        short, left_on="dose_id", right_on="first", suffixes=("_row", ""), validate="one_to_one"
    )
    return noted(
        "doses",
        rows,
        "given",
        reported="{given} doses of cycle 1",
        expected="{planned} as planned",
        how="fewer doses of the first cycle are reported than were planned",
        sources=sources_of("doses", rows["members"] + " " + rows["used"]),
    )


@check(
    "doses",
    severity="error",
    says="No dose belongs to a cycle beyond the number of cycles reported.",
)
def cycle_contradicted(coded: Frames, derived: Frames) -> pd.DataFrame:
    cycles = coded["characteristics"]
    cycles = cycles[(cycles["item"] == "index_cycles")].assign(
        most=lambda f: pd.to_numeric(f["value"], errors="coerce").astype(float)
    )
    most = cycles.groupby("patient_id").agg(
        most=("most", "max"), members=("characteristic_id", " ".join)
    )
    rows = doses_of_index(coded)
    rows = rows[(rows["given"] == "given") & rows["cycle"].notna()].merge(
        most, left_on="patient_id", right_index=True, validate="many_to_one"
    )
    rows = rows[rows["cycle"].astype(float) > rows["most"]].drop_duplicates(["patient_id", "cycle"])
    return noted(
        "doses",
        rows,
        "cycle",
        reported="cycle {cycle}",
        expected=shown(rows["most"], "at most {:g} cycles"),
        how="a dose of a cycle beyond the number of cycles reported",
        sources="doses:" + rows["dose_id"] + " " + sources_of("characteristics", rows["members"]),
    )


@check("doses", severity="warning", says="A frequency has a single meaning.")
def ambiguous_frequency(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["doses"]
    rows = rows[rows["day_as_reported"].str.contains(AMBIGUOUS, case=False, regex=True)]
    return noted(
        "doses",
        rows,
        "day_as_reported",
        expected="twice a week, or every two weeks",
        how="the word has both meanings",
    )
