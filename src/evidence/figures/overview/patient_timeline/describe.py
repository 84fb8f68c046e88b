"""Title, caption and alternative text of the patient timelines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from evidence.figures.canvas.description import Description
from evidence.figures.canvas.text import counted
from evidence.figures.overview.patient_timeline.draw import INDEX, check
from evidence.figures.overview.patient_timeline.event_list import words

if TYPE_CHECKING:
    import pandas as pd


def describe(
    frame: pd.DataFrame,
    *,
    kinds: Mapping[str, str],
    index: str = "index therapy",
    title: str = "",
) -> Description:
    """Return title, caption and alt text of the timelines that ``draw`` makes of the same frame.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` as ``draw`` does.
    """
    check(frame, kinds)
    cases = list(dict.fromkeys(frame["case"]))
    finding = _finding(frame, cases, index)
    sentences = " ".join(
        f"{case}: {'; '.join(words(row) for row in rows.to_dict('records'))}."
        for case, rows in frame[frame["listed"].astype(bool)].groupby("case", sort=False)
    )
    caption = (
        f"Day 0 is the first dose of {index}. The band of each case is to scale, in years before "
        "day 0 and in days after it, on the same two scales in all cases; strokes are doses of "
        f"{index}, and the band is in colour only from the first to the last dose of a series. A "
        "symbol is in the middle of the days on which the event may have been, which a thin line "
        "under the band shows. The numbers lead to the list, where days and dates in brackets are "
        "computed from others that are reported, or inferred. Not listed are doses between the "
        "first and the last of a series, and therapies and responses without a day of their own, "
        f"which the treatment sequence shows."
    ).strip()
    return Description(
        title or f"Timelines of {counted(len(cases), 'case', 'cases')}",
        caption,
        f"Timelines of {counted(len(cases), 'case', 'cases')}, each a band to scale with its list "
        f"of events. {finding}",
        f"{finding} {sentences}",
        finding,
    )


def _finding(frame: pd.DataFrame, cases: list[str], index: str) -> str:
    """How long the cases are followed, and for how many events the report gives the day itself."""
    listed = frame[frame["listed"].astype(bool)]
    further = listed[(listed["kind"] != INDEX) | (listed["day"] != "0")]
    reported = further["day"].fillna("").str.match(r"[^(]").sum()
    ends = frame.groupby("case", sort=False)["day_high"].max().dropna()
    spans = (
        f"The last known day after the first dose of {index} is {ends.min():.0f} to "
        f"{ends.max():.0f} in {len(ends)} of {counted(len(cases), 'case', 'cases')}; "
        if len(ends)
        else ""
    )
    said = (
        f"of {counted(len(further), 'further event', 'further events')} listed the reports give "
        f"the day after that dose for {int(reported)}."
    )
    return spans + (said if spans else said.capitalize())
