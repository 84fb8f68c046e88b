"""Do counts, percentages, parts and wholes agree, and is one quantity told with one value?

A percentage is held against its count at the number of decimals printed. Where the count is
not printed, some whole number must give it: GRIM (Brown & Heathers 2017,
doi:10.1177/1948550616673876), carried over to proportions.
"""

import numpy as np
import pandas as pd

from evidence.audit.core.findings import (
    Check,
    disagreeing,
    noted,
    shown,
    sources_of,
    told,
    with_documents,
)
from evidence.audit.core.printed_numbers import count_of, decimals, half_unit, percent_text
from evidence.harmonise.memoise import read_each

ABOUT_POINTS = 2.5  # how far "about" may stretch, in percentage points; a threshold of this project
ABOUT = r"\b(?:about|around|approximately|nearly|almost)\b|~"
TOLD_ONCE = {
    "age",
    "sex",
    "inotuzumab_cycles",
    "relapse_number",
    "ph_status",
    "kmt2a_status",
    "disease_status",
    "marrow_blasts",
    "prior_hsct",
    "prior_blinatumomab",
    "prior_car_t",
    "diagnosis_date",
    "first_inotuzumab",
    "extramedullary",
    "cns",
    "access",
    "denominator_of_centre",
}


def _percentages(coded) -> pd.DataFrame:
    """Outcomes with a percentage of patients; estimates over time (which carry a unit) are no counts."""
    rows = with_documents(coded, "outcomes")
    rows = rows[(rows["percent_as_printed"] != "") & rows["n"].notna() & (rows["unit"] == "")]
    return rows.assign(
        percent=pd.to_numeric(rows["percent_as_printed"]),
        half=half_unit(rows["percent_as_printed"]),
    )


def _intended(percent: pd.Series, events: pd.Series, n: pd.Series) -> list[str]:
    nearest = (percent * n / 100).round().astype(int)
    return [
        f"{100 * e / m:.1f}%" + (f", or {k} of {m}" if k != e else "")
        for e, m, k in zip(events.astype(int), n.astype(int), nearest)
    ]


def percent_of_count(coded, derived):
    rows = _percentages(coded)
    rows = rows[rows["events"].notna() & (rows["numerator_basis"] == "printed")]
    share = (100 * rows["events"] / rows["n"]).astype(float)
    gap = (rows["percent"] - share).abs()
    bad = gap > rows["half"]
    rows, share, gap = rows[bad], share[bad], gap[bad]
    fraction = rows["events"].astype(str) + "/" + rows["n"].astype(str)
    how = (
        fraction
        + " = "
        + shown(share, "{:.2f}%")
        + ", printed with "
        + shown(decimals(rows["percent_as_printed"]), "{:.0f}")
        + " decimals"
    )
    # A figure rounded to whole per cent and printed with a decimal is a lesser fault.
    severity = np.where(gap <= 0.5, "warning", "error")
    return noted(
        "outcomes",
        rows,
        "percent_as_printed",
        printed=rows["percent_as_printed"] + "% for " + fraction,
        expected=shown(share, "{:.1f}%"),
        how=how,
        likely_intended=_intended(rows["percent"], rows["events"], rows["n"]),
        severity=severity,
    )


def claim_percent_of_count(coded, derived):
    rows = coded["claims"]
    rows = rows[(rows["numerator_as_printed"] != "") & (rows["denominator_as_printed"] != "")]
    text = read_each(rows["value_as_printed"], percent_text, "").astype(str)
    events, n = (
        read_each(rows[name], count_of).astype(float)
        for name in ("numerator_as_printed", "denominator_as_printed")
    )
    share, percent = 100 * events / n, pd.to_numeric(text.replace("", None)).astype(float)
    allowed = half_unit(text).where(
        ~rows["value_as_printed"].str.contains(ABOUT, regex=True), ABOUT_POINTS
    )
    bad = (percent - share).abs() > allowed
    rows, share = rows[bad], share[bad]
    fraction = rows["numerator_as_printed"] + "/" + rows["denominator_as_printed"]
    return noted(
        "claims",
        rows,
        "value_as_printed",
        printed=rows["value_as_printed"] + " (" + fraction + ")",
        expected=shown(share, "{:.1f}%"),
        how=fraction + " = " + shown(share, "{:.2f}%"),
        likely_intended=shown(share, "{:.1f}%"),
    )


def percent_has_count(coded, derived):
    rows = _percentages(coded)
    places = decimals(rows["percent_as_printed"])
    rows = rows[
        (rows["numerator_basis"] != "printed") & (rows["n"].astype(float) < 10.0 ** (places + 2))
    ]
    nearest = (rows["percent"] * rows["n"] / 100).round()
    bad = ((100 * nearest / rows["n"] - rows["percent"]).abs() > rows["half"]).astype(bool)
    rows, nearest = rows[bad], nearest[bad].astype(int)
    around = [
        " or ".join(
            f"{k}/{n} = {100 * k / n:.2f}%" for k in sorted({k - 1, k, k + 1}) if 0 <= k <= n
        )
        for k, n in zip(nearest, rows["n"])
    ]
    return noted(
        "outcomes",
        rows,
        "percent_as_printed",
        printed=rows["percent_as_printed"] + "% of " + rows["n"].astype(str),
        expected="a percentage that some whole number of patients gives",
        how=around,
    )


def events_within_n(coded, derived):
    rows = with_documents(coded, "outcomes")
    rows = rows[(rows["events"] > rows["n"]).fillna(False)]
    return noted(
        "outcomes",
        rows,
        "events",
        printed=rows["events"].astype(str) + "/" + rows["n"].astype(str),
        expected="at most " + rows["n"].astype(str),
        how="a numerator is part of its denominator",
    )


def claim_events_within_n(coded, derived):
    rows = coded["claims"]
    events, n = (
        read_each(rows[name], count_of).astype(float)
        for name in ("numerator_as_printed", "denominator_as_printed")
    )
    rows = rows[events > n]
    return noted(
        "claims",
        rows,
        "numerator_as_printed",
        printed=rows["numerator_as_printed"] + "/" + rows["denominator_as_printed"],
        expected="at most " + rows["denominator_as_printed"],
        how="a numerator is part of its denominator",
    )


def _whole_sets(coded) -> pd.DataFrame:
    """Outcomes that count an arm as a whole: no subgroup, no later look at the same quantity with another count."""
    rows = with_documents(coded, "outcomes")
    rows = rows[rows["events"].notna() & ~rows["analysis_set"].str.startswith("subgroup")]
    return rows[
        rows.groupby(["arm_id", "measure", "analysis_set"])["events"].transform("nunique") == 1
    ].drop_duplicates(["arm_id", "measure", "analysis_set"])


def parts_and_wholes(coded) -> pd.DataFrame:
    """Each part of a sum beside its whole, of one arm."""
    counts = _whole_sets(coded)
    parts = counts.merge(
        coded["measure_parts"][["whole", "part", "adds_up"]], left_on="measure", right_on="part"
    )
    wholes = counts[["arm_id", "measure", "outcome_id", "events", "n"]]
    pairs = parts.merge(
        wholes, left_on=["arm_id", "whole"], right_on=["arm_id", "measure"], suffixes=("", "_whole")
    )
    # Parts that add up must be of the same patients; one that is merely contained may be of fewer.
    return pairs[
        (pairs["adds_up"] == "no")
        | (pairs["n"] == pairs["n_whole"])
        | (pairs["whole"] == "vod_sos_any")
    ]


def part_exceeds_whole(coded, derived):
    rows = parts_and_wholes(coded)
    rows = rows[(rows["events"] > rows["events_whole"]).fillna(False)]
    how = (
        rows["part"]
        + " is part of "
        + rows["whole"]
        + " ("
        + rows["events_whole"].astype(str)
        + ")"
    )
    return noted(
        "outcomes",
        rows,
        "events",
        printed=rows["events"].astype(str),
        expected="at most " + rows["events_whole"].astype(str),
        how=how,
        sources="outcomes:" + rows["outcome_id"] + " outcomes:" + rows["outcome_id_whole"],
    ).drop_duplicates("row_key")


def parts_add_up(coded, derived):
    pairs = parts_and_wholes(coded)
    pairs = pairs[pairs["adds_up"] == "yes"]
    wanted = coded["measure_parts"].query("adds_up == 'yes'").groupby("whole")["part"].nunique()
    sums = pairs.groupby("outcome_id_whole").agg(
        total=("events", "sum"),
        parts=("part", "nunique"),
        whole=("whole", "first"),
        events=("events_whole", "first"),
        used=("outcome_id", " ".join),
        terms=("events", lambda n: " + ".join(map(str, n))),
    )
    sums = sums[(sums["parts"] == sums["whole"].map(wanted)) & (sums["total"] != sums["events"])]
    rows = with_documents(coded, "outcomes").merge(
        sums, left_on="outcome_id", right_index=True, suffixes=("", "_sum")
    )
    return noted(
        "outcomes",
        rows,
        "events",
        printed=rows["events"].astype(str),
        expected=rows["total"].astype(str),
        how=rows["terms"].astype(str) + " = " + rows["total"].astype(str),
        sources="outcomes:"
        + rows["outcome_id"]
        + " "
        + sources_of("outcomes", rows["used"].astype(str)),
    )


def denominator_within_parent(coded, derived):
    counts = _whole_sets(coded).merge(
        coded["set_parents"][["analysis_set", "counted_by"]], on="analysis_set"
    )
    # A set told in words ("responders") has the size that the arm's own count of it gives.
    parents = (
        _whole_sets(coded)
        .sort_values("events")
        .drop_duplicates(["arm_id", "measure"], keep="last")[
            ["arm_id", "measure", "outcome_id", "events"]
        ]
    )
    rows = counts.merge(
        parents,
        left_on=["arm_id", "counted_by"],
        right_on=["arm_id", "measure"],
        suffixes=("", "_parent"),
    )
    rows = rows[(rows["n"] > rows["events_parent"]).fillna(False)]
    return noted(
        "outcomes",
        rows,
        "n",
        printed=rows["n"].astype(str),
        expected="at most " + rows["events_parent"].astype(str),
        how=rows["analysis_set"] + " are those counted by " + rows["counted_by"],
        sources="outcomes:" + rows["outcome_id"] + " outcomes:" + rows["outcome_id_parent"],
    ).drop_duplicates("row_key")


def characteristic_told_twice(coded, derived):
    rows = coded["characteristics"]
    rows = rows[rows["item"].isin(TOLD_ONCE) & (rows["value"] != "not_reported")]
    rows = disagreeing(rows, ["patient_id", "item", "timing"], "value", "characteristic_id")
    return noted(
        "characteristics",
        rows,
        "value",
        printed=rows["values"],
        expected="one value",
        how=rows["item"] + " is told with several values for one time",
        sources=sources_of("characteristics", rows["members"]),
    )


def laboratory_told_twice(coded, derived):
    values = derived["laboratory"][["laboratory_id", "low"]]
    rows = coded["laboratory"].merge(values, on="laboratory_id")
    rows = rows[rows["low"].notna() & (rows["time_as_printed"] != "")]
    rows = disagreeing(
        rows, ["patient_id", "analyte", "phase", "time_as_printed"], "low", "laboratory_id"
    )
    printed = coded["laboratory"].set_index("laboratory_id")["value_as_printed"]
    texts = rows["members"].map(lambda keys: "; ".join(printed[key] for key in keys.split()))
    return noted(
        "laboratory",
        rows,
        "value_as_printed",
        printed=texts,
        expected="one value",
        how=rows["analyte"] + " is told with several values for one time",
        sources=sources_of("laboratory", rows["members"]),
    )


def outcome_told_twice(coded, derived):
    rows = with_documents(coded, "outcomes")
    rows = rows[rows["events"].notna() & rows["n"].notna()].assign(
        count=lambda f: f["events"].astype(str) + "/" + f["n"].astype(str)
    )
    keys = [
        "arm_id",
        "measure",
        "analysis_set",
        "analysis_set_as_printed",
        "time_point_as_printed",
        "mrd_threshold_as_printed",
        "mrd_method",
    ]
    rows = disagreeing(rows, keys, "count", "outcome_id")
    return noted(
        "outcomes",
        rows,
        "events",
        printed=rows["values"],
        expected="one count",
        how=rows["measure"] + " is told with several counts for one set and time",
        sources=sources_of("outcomes", rows["members"]),
    )


def status_told_twice(coded, derived):
    states = ["alive", "on_inotuzumab"]
    rows = coded["follow_up"].melt(
        [name for name in coded["follow_up"] if name not in states], states, "state", "value"
    )
    rows = disagreeing(
        rows[rows["value"] != "not_reported"], ["patient_id", "state"], "value", "follow_up_id"
    )
    return noted(
        "follow_up",
        rows,
        "status_as_printed",
        printed=rows["state"] + ": " + rows["values"],
        expected="one last status",
        how="statements on the last status disagree",
        sources=sources_of("follow_up", rows["members"]),
    ).drop_duplicates("row_key")


COUNTS = "the number of decimals printed; half a unit of the last one"
CHECKS = (
    Check(
        "percent_of_count",
        "arithmetic",
        "error",
        "A percentage is what its count and denominator give, at the decimals printed.",
        COUNTS,
        percent_of_count,
    ),
    Check(
        "claim_percent_of_count",
        "arithmetic",
        "error",
        "A percentage in a claim is what the count beside it gives.",
        f"{COUNTS}; {told(ABOUT_POINTS)} points for 'about', a threshold of this project",
        claim_percent_of_count,
    ),
    Check(
        "percent_has_count",
        "arithmetic",
        "warning",
        "Some whole number of patients gives the printed percentage (GRIM).",
        "applied where n is below 100 times ten to the decimals: doi:10.1177/1948550616673876",
        percent_has_count,
    ),
    Check(
        "events_within_n",
        "arithmetic",
        "error",
        "A numerator does not exceed its denominator.",
        "none",
        events_within_n,
    ),
    Check(
        "claim_events_within_n",
        "arithmetic",
        "error",
        "A claimed numerator does not exceed its denominator.",
        "none",
        claim_events_within_n,
    ),
    Check(
        "part_exceeds_whole",
        "arithmetic",
        "error",
        "A part is not larger than the whole it belongs to.",
        "code list measure_parts",
        part_exceeds_whole,
    ),
    Check(
        "parts_add_up",
        "arithmetic",
        "error",
        "Parts of a count add up to it.",
        "code list measure_parts",
        parts_add_up,
    ),
    Check(
        "denominator_within_parent",
        "arithmetic",
        "error",
        "A denominator does not exceed the population that it is part of.",
        "code list set_parents",
        denominator_within_parent,
    ),
    Check(
        "characteristic_told_twice",
        "arithmetic",
        "error",
        "Abstract, text and captions tell one fact about a patient with one value.",
        "none",
        characteristic_told_twice,
    ),
    Check(
        "laboratory_told_twice",
        "arithmetic",
        "warning",
        "One analyte at one time has one value.",
        "none",
        laboratory_told_twice,
    ),
    Check(
        "outcome_told_twice",
        "arithmetic",
        "error",
        "One result of one arm, set and time has one count.",
        "none",
        outcome_told_twice,
    ),
    Check(
        "status_told_twice",
        "arithmetic",
        "error",
        "Abstract, text and captions agree on the last status.",
        "none",
        status_told_twice,
    ),
)
