"""Is a quantity reported with a single value?"""

import pandas as pd

from evidence.audit.core.check import check
from evidence.audit.core.checked_codes import checked_codes
from evidence.audit.core.findings import (
    Frames,
    disagreeing,
    noted,
    sources_of,
    with_documents,
)

# Columns of outcomes that hold a result and where it is; every other one says what was counted.
RESULT = (
    *("outcome_id", "study_id", "events", "n", "numerator_basis", "percent_as_reported"),
    *("value_as_reported", "estimate_as_reported", "unit", "low_as_reported", "high_as_reported"),
    *("level_percent", "only_in_a_report", "address", "locator", "note"),
)


def _with_two_series(coded: Frames) -> pd.Series:
    """Patients who had another therapy between two doses of the index therapy."""
    rows = coded["timeline"].sort_values(["patient_id", "sequence"], kind="stable")
    patient = rows["patient_id"]
    dose = rows["event"].isin(["index_start", "index_dose"])
    started = dose.groupby(patient, sort=False).cummax()
    other = started & rows["event"].isin(checked_codes(coded, "between_series"))
    return patient[dose & other.groupby(patient, sort=False).cummax()].drop_duplicates()


@check(
    "arithmetic",
    severity="error",
    says="Abstract, text and captions report a fact about a patient with the same value.",
)
def characteristic_reported_twice(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["characteristics"]
    single = rows["item"].isin(checked_codes(coded, "single_value"))
    rows = rows[single & (rows["value"] != "not_reported")]
    # Another therapy between two series makes two counts.
    in_series = rows["item"].isin(checked_codes(coded, "counted_in_a_series"))
    rows = rows[~(in_series & rows["patient_id"].isin(_with_two_series(coded)))]
    rows = disagreeing(rows, ["patient_id", "item", "timing"], "value", "characteristic_id")
    return noted(
        "characteristics",
        rows,
        "value",
        reported=rows["values"],
        expected="a single value",
        how="{item} is reported with several values for the same time",
        sources=sources_of("characteristics", rows["members"]),
    )


@check("arithmetic", severity="warning", says="An analyte has a single value at a time.")
def laboratory_reported_twice(coded: Frames, derived: Frames) -> pd.DataFrame:
    values = derived["laboratory"][["laboratory_id", "low"]]
    rows = coded["laboratory"].merge(values, on="laboratory_id", validate="one_to_one")
    rows = rows[rows["low"].notna() & (rows["time_as_reported"] != "")]
    rows = disagreeing(
        rows, ["patient_id", "analyte", "phase", "time_as_reported"], "low", "laboratory_id"
    )
    reported = coded["laboratory"].set_index("laboratory_id")["value_as_reported"]
    texts = rows["members"].map(lambda keys: "; ".join(reported[key] for key in keys.split()))
    return noted(
        "laboratory",
        rows,
        "value_as_reported",
        reported=texts,
        expected="a single value",
        how="{analyte} is reported with several values for the same time",
        sources=sources_of("laboratory", rows["members"]),
    )


@check("arithmetic", severity="error", says="A result of an arm, set and time has a single count.")
def outcome_reported_twice(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = with_documents(coded, "outcomes")
    rows = rows[rows["events"].notna() & rows["n"].notna()].assign(
        count=lambda f: f["events"].astype(str) + "/" + f["n"].astype(str)
    )
    keys = [name for name in coded["outcomes"] if name not in RESULT]
    rows = disagreeing(rows, keys, "count", "outcome_id")
    return noted(
        "outcomes",
        rows,
        "events",
        reported=rows["values"],
        expected="a single count",
        how="{measure} is reported with several counts for the same set and time",
        sources=sources_of("outcomes", rows["members"]),
    )


@check("arithmetic", severity="error", says="Abstract, text and captions agree on the last status.")
def status_reported_twice(coded: Frames, derived: Frames) -> pd.DataFrame:
    states = ["alive", "on_index"]
    rows = coded["follow_up"].melt(
        [name for name in coded["follow_up"] if name not in states], states, "state", "value"
    )
    rows = disagreeing(
        rows[rows["value"] != "not_reported"], ["patient_id", "state"], "value", "follow_up_id"
    )
    return noted(
        "follow_up",
        rows,
        "status_as_reported",
        reported="{state}: {values}",
        expected="a single last status",
        how="statements on the last status disagree",
        sources=sources_of("follow_up", rows["members"]),
    ).drop_duplicates("row_key")
