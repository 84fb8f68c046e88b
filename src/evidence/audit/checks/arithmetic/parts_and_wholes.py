"""Do parts fit their wholes, and denominators their sets?"""

import pandas as pd

from evidence.audit.core.check import check
from evidence.audit.core.checked_codes import checked_codes
from evidence.audit.core.findings import (
    Frames,
    noted,
    sources_of,
    with_documents,
)


def _whole_sets(coded: Frames) -> pd.DataFrame:
    """Outcomes that count an arm as a whole: no subgroup, no later look at the same quantity with
    another count.
    """
    rows = with_documents(coded, "outcomes")
    rows = rows[rows["events"].notna() & ~rows["analysis_set"].str.startswith("subgroup")]
    return rows[
        rows.groupby(["arm_id", "measure", "analysis_set"])["events"].transform("nunique") == 1
    ].drop_duplicates(["arm_id", "measure", "analysis_set"])


def parts_and_wholes(coded: Frames) -> pd.DataFrame:
    """Each part of a sum beside its whole, of the same arm."""
    counts = _whole_sets(coded)
    parts = counts.merge(
        coded["measure_parts"][["whole", "part", "adds_up"]],
        left_on="measure",
        right_on="part",
        validate="many_to_many",
    )
    wholes = counts[["arm_id", "measure", "outcome_id", "events", "n"]]
    pairs = parts.merge(
        wholes,
        left_on=["arm_id", "whole"],
        right_on=["arm_id", "measure"],
        suffixes=("", "_whole"),
        validate="many_to_many",
    )
    # Parts that add up must be of the same patients; one that is merely contained may be of fewer.
    return pairs[
        (pairs["adds_up"] == "no")
        | (pairs["n"] == pairs["n_whole"])
        | pairs["whole"].isin(checked_codes(coded, "parts_of_fewer"))
    ]


@check(
    "arithmetic",
    severity="error",
    says="A part is not larger than the whole it belongs to.",
    threshold="code list measure_parts",
)
def part_exceeds_whole(coded: Frames, derived: Frames) -> pd.DataFrame:
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
        reported="{events}",
        expected="at most {events_whole}",
        how=how,
        sources="outcomes:{outcome_id} outcomes:{outcome_id_whole}",
    ).drop_duplicates("row_key")


@check(
    "arithmetic",
    severity="error",
    says="Parts of a count add up to it.",
    threshold="code list measure_parts",
)
def parts_add_up(coded: Frames, derived: Frames) -> pd.DataFrame:
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
        sums, left_on="outcome_id", right_index=True, suffixes=("", "_sum"), validate="one_to_one"
    )
    return noted(
        "outcomes",
        rows,
        "events",
        reported="{events}",
        expected="{total}",
        how="{terms} = {total}",
        sources="outcomes:"
        + rows["outcome_id"]
        + " "
        + sources_of("outcomes", rows["used"].astype(str)),
    )


@check(
    "arithmetic",
    severity="error",
    says="A denominator does not exceed the population that it is part of.",
    threshold="code list set_parents",
)
def denominator_within_parent(coded: Frames, derived: Frames) -> pd.DataFrame:
    counts = _whole_sets(coded).merge(
        coded["set_parents"][["analysis_set", "counted_by"]],
        on="analysis_set",
        validate="many_to_many",
    )
    # A set reported in words ("responders") has the size that the arm's count of it gives.
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
        validate="many_to_one",
    )
    rows = rows[(rows["n"] > rows["events_parent"]).fillna(False)]
    return noted(
        "outcomes",
        rows,
        "n",
        reported="{n}",
        expected="at most {events_parent}",
        how="{analysis_set} are those counted by {counted_by}",
        sources="outcomes:{outcome_id} outcomes:{outcome_id_parent}",
    ).drop_duplicates("row_key")
