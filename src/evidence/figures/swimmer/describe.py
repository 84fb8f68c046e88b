"""A swimmer plot in words, from the rows it shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from evidence.figures.canvas.check_frame import missing
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.text import counted, number
from evidence.figures.swimmer.check import DOSE, NO_WORDS, Signs, check, lanes
from evidence.figures.swimmer.scale import known_days

if TYPE_CHECKING:
    import pandas as pd

FOUND = {
    "absent": "none found",
    "reduced": "less",
    "present": "disease found",
    "not_evaluable": "not evaluable",
}

ONLY_PHASES = (
    "Each lane is one patient, the longest first. Bars run from start to end; symbols above them "
    "are events. An arrow is a patient alive at the last report, a dagger one who died, a "
    "question mark one whose survival is not reported."
)

ENDS = {"alive": "alive at last report", "dead": "dead", "not_reported": "survival not reported"}


def describe(
    frame: pd.DataFrame,
    *,
    index: str = "index therapy",
    phases: Mapping[str, str] = NO_WORDS,
    events: Mapping[str, str] = NO_WORDS,
    sites: Mapping[str, str] = NO_WORDS,
    title: str = "",
    break_day: float | None = None,
    states: Mapping[str, str] = NO_WORDS,
    unit: str = "day",
    axis: str = "",
) -> Description:
    """Return title, caption and alt text of the swimmer plot that ``draw`` makes of the same frame.

    The alt text counts what happened; the long description says for each lane, in order,
    what happened on which day, and what has no day. Raises
    :class:`~evidence.figures.canvas.check_frame.FrameError` as ``draw`` does.
    """
    signs = Signs.of(index, phases, events, sites, unit, axis)
    check(frame, signs)
    names = lanes(frame)
    patients = counted(len(names), "patient", "patients")
    zero = f" from the first dose of {index}" if index else ""
    words = title or f"Course of {patients}{zero}"
    undated = int(frame.loc[frame["row_type"].isin(["event", "response"]), "day_low"].isna().sum())
    shown = int(frame["row_type"].isin(["event", "response"]).sum())
    marks = f"{shown} events and findings" if index else counted(shown, "event", "events")
    alt = f"Swimmer plot, one lane per patient, {_reach(frame, signs)}. {marks}"
    alt += f", {undated} of them without a known day." if index else "."
    alt = f"{alt} {_point(frame, names, signs)}".strip()
    sentences = " ".join(_lane(name, frame[frame["lane"] == name], states, signs) for name in names)
    finding = _finding(frame, names, states)
    caption = _caption(index, break_day) if index else ONLY_PHASES
    short = f"{alt} {finding}".strip()
    return Description(words, caption, short, f"{short} {sentences}", finding)


def _reach(frame: pd.DataFrame, signs: Signs) -> str:
    """Where the axis begins, or from where to where it goes."""
    if signs.index:
        return f"from the first dose of {signs.index} (day 0)"
    low, high = (_time(day) for day in known_days(frame))
    return f"{signs.axis[:1].lower()}{signs.axis[1:]}, {low} to {high}"


def _caption(index: str, break_day: float | None) -> str:
    parts = [
        f"Each lane is one patient, the longest known first; day 0 is the first dose of {index}.",
        (
            "Bars are treatment: solid between reported days, hatched where an end is "
            "approximate, inferred or known by order only."
        ),
        (
            f"Upright strokes are doses of {index}, open where the day is inferred or not known; "
            "a comb is a series of doses whose days are not reported; broken lines span inferred "
            "days."
        ),
        "What has no day stands between its dated neighbours, on a dotted line; what follows the "
        "last known day is in the grey zone, in order and not to scale.",
        "Days that a symbol would hide are a short line under it; a symbol moved aside for its "
        "neighbour is joined to its day.",
        "Findings have one line per site: full, disease found; half, less; open, none; struck "
        "through, not evaluable. No symbol means not reported.",
    ]
    if break_day:
        parts.append(f"The first {number(break_day, 0)} days are drawn wider than the rest.")
    return " ".join(parts)


def _lane(name: str, rows: pd.DataFrame, states: Mapping[str, str], signs: Signs) -> str:
    row_types = ("event", "response") if signs.index else ("phase", "event", "response")
    reported = rows[rows["row_type"].isin(row_types)].sort_values("step", kind="stable")
    parts = [f"{_what(row, signs)} ({_when(row, signs.unit)})" for row in reported.itertuples()]
    for lane in rows[rows["row_type"] == "lane"].to_dict("records"):
        parts += [f"{heading}: {lane.get(column)}" for column, heading in states.items()]
    parts += [ENDS[kind] for kind in rows.loc[rows["row_type"] == "end", "kind"]]
    return f"{name}: {'; '.join(parts) or 'nothing reported'}."


def _what(row: Any, signs: Signs) -> str:
    if row.row_type == "phase":
        return str(signs.phases[row.kind][0])
    if row.row_type == "event":
        return str(signs.events[row.kind][0])
    return f"{signs.sites[row.kind][0]} {FOUND[row.result]}"


def _when(row: Any, unit: str) -> str:
    if missing(row.day_low):
        return f"{unit} not known"
    high = row.until_step if row.row_type == "phase" else row.day_high
    low, high = _time(row.day_low), _time(high)
    return f"{unit} {low}" if low == high else f"{unit}s {low} to {high}"


def _time(day: float) -> str:
    return number(day, 0 if float(day).is_integer() else 1)


def _point(frame: pd.DataFrame, names: list[str], signs: Signs) -> str:
    """In how many patients each event is reported, and what is known of survival."""
    reported = frame[(frame["row_type"] == "event") & (frame["kind"] != DOSE)]
    counts = [
        f"{signs.events[kind][0]} in {reported.loc[reported['kind'] == kind, 'lane'].nunique()}"
        for kind in signs.events
        if (reported["kind"] == kind).any()
    ]
    ends = frame.loc[frame["row_type"] == "end", "kind"].value_counts()
    counts += [f"{ends[kind]} {words}" for kind, words in ENDS.items() if kind in ends]
    return (
        f"Of {counted(len(names), 'patient', 'patients')}: {', '.join(counts)}." if counts else ""
    )


def _finding(frame: pd.DataFrame, names: list[str], states: Mapping[str, str]) -> str:
    """How many are alive, and in how many each state is yes, of those of whom it is reported."""
    ends = frame.loc[frame["row_type"] == "end", "kind"]
    alive, known = int((ends == "alive").sum()), int((ends != "not_reported").sum())
    parts = [f"{alive} of {known} with a report were alive at the last one"] if known else []
    rows = frame[frame["row_type"] == "lane"]
    for column, heading in states.items():
        yes, no = (int((rows[column] == word).sum()) for word in ("yes", "no"))
        parts.append(f"{heading}: {yes} of {yes + no} with a report")
    return f"{'; '.join(parts)} ({counted(len(names), 'patient', 'patients')})." if parts else ""
