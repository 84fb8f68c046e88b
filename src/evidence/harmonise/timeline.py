"""Reported dates, day numbers and intervals as days from the first dose of inotuzumab.

Each entry has a date, or counts from another entry (its anchor). Days from
the first dose follow the chain of anchors, so that "day 8" stays exact even where the
first dose is only dated to a month; where no chain leads there, calendar dates are
subtracted. Day numbers follow the convention coded for the entry: day 17 after
5 January is 22 January when the anchor is day 0, and 21 January when it is day 1.
"""

from collections import deque
from dataclasses import dataclass, replace

import pandas as pd

from evidence.harmonise.dates import Span, read_date, read_day_number, read_interval

RULE = "timeline 1"
START = "inotuzumab_start"


@dataclass(frozen=True)
class Step:
    """How many days lie between two entries, at least and at most, and whether
    that was inferred.
    """

    low: float
    high: float
    inferred: bool = False

    def reversed(self) -> "Step":
        return Step(-self.high, -self.low, self.inferred)

    def then(self, other: "Step") -> "Step":
        return Step(self.low + other.low, self.high + other.high, self.inferred or other.inferred)


Graph = dict[str, dict[str, Step]]
Reached = dict[str, tuple[Step, tuple[str, ...]]]


def read_step(text: str, relation: str, day_convention: str) -> Step | None:
    """Days from the anchor to an entry, or None where the text has no number of days.

    >>> read_step("day 17", "after", "day_0")
    Step(low=17, high=17, inferred=False)
    >>> read_step("day 8", "after", "day_1")
    Step(low=7, high=7, inferred=False)
    >>> read_step("10 days", "before", "")
    Step(low=-10.0, high=-10.0, inferred=False)
    >>> read_step("day 30", "after", "")
    Step(low=29, high=30, inferred=False)
    """
    if relation == "on":
        return Step(0, 0)
    if relation not in ("after", "before"):
        return None
    number = read_day_number(text)
    if number is not None:
        # Where the convention is not reported the day can be either of two.
        step = Step(number - (day_convention != "day_0"), number - (day_convention == "day_1"))
    else:
        interval = read_interval(text)
        if interval is None:
            return None
        step = Step(*interval)
    return step.reversed() if relation == "before" else step


def steps(entries: pd.DataFrame) -> Graph:
    """Steps from every entry to its neighbours, both ways along the anchors."""
    graph: Graph = {key: {} for key in entries["timeline_id"]}
    for row in entries[entries["anchor_id"] != ""].itertuples():
        text = row.when_as_printed or row.when_inferred
        step = read_step(text, row.relation, row.day_convention)
        if step and row.anchor_id in graph:
            step = replace(step, inferred=row.basis == "inferred")
            graph[row.anchor_id][row.timeline_id] = step
            graph[row.timeline_id][row.anchor_id] = step.reversed()
    return graph


def walk(graph: Graph, start: str) -> Reached:
    """The step from ``start`` to every entry it is chained to, and the entries passed."""
    reached: Reached = {start: (Step(0, 0), (start,))}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        step, path = reached[here]
        for there, onward in graph[here].items():
            if there not in reached:
                reached[there] = step.then(onward), (*path, there)
                queue.append(there)
    return reached


@dataclass(frozen=True)
class Dated:
    """The calendar span of an entry, the entries that gave it, and whether a step between them was
    inferred.
    """

    span: Span
    basis: str
    path: tuple[str, ...]
    inferred: bool = False


def _dated(entries: pd.DataFrame, graph: Graph) -> dict[str, Dated]:
    """Calendar span of each entry: as reported, or carried along the anchors from the best dated
    entry.
    """
    spans = {row.timeline_id: read_date(row.when_as_printed) for row in entries.itertuples()}
    reported = {key: span for key, span in spans.items() if span}
    dated = {key: Dated(span, "printed", (key,)) for key, span in reported.items()}
    for start, span in sorted(reported.items(), key=lambda item: item[1].days):
        for key, (step, path) in walk(graph, start).items():
            if key not in dated:
                dated[key] = Dated(
                    span.shifted(step.low, step.high), "derived", path, step.inferred
                )
    return dated


def _days(entries: pd.DataFrame, graph: Graph, dated: dict[str, Dated]) -> Reached:
    """Days from the first dose for each entry that has any."""
    starts = entries.loc[entries["event"] == START, "timeline_id"]
    if starts.empty:
        return {}
    start = starts.iloc[0]
    days = walk(graph, start)
    if start in dated:
        zero = dated[start]
        for key, entry in dated.items():
            low = (entry.span.earliest - zero.span.latest).days
            high = (entry.span.latest - zero.span.earliest).days
            step = Step(low, high, entry.inferred or zero.inferred)
            days.setdefault(key, (step, (*zero.path, *entry.path)))
    return days


def _calendar(date: Dated | None) -> dict[str, str]:
    """The columns that say when, empty where nothing dates the entry."""
    return {
        "date_earliest": date.span.earliest.isoformat() if date else "",
        "date_latest": date.span.latest.isoformat() if date else "",
        "date_precision": date.span.precision if date else "",
        "date_basis": date.basis if date else "unknown",
    }


def _patient(entries: pd.DataFrame) -> pd.DataFrame:
    graph = steps(entries)
    dated = _dated(entries, graph)
    days = _days(entries, graph, dated)
    rows = []
    for row in entries.itertuples():
        date = dated.get(row.timeline_id)
        step, path = days.get(row.timeline_id, (None, ()))
        used = dict.fromkeys((row.timeline_id, *(date.path if date else ()), *path))
        rows.append(
            {
                "timeline_id": row.timeline_id,
                **_calendar(date),
                "day_low": round(step.low, 1) if step else None,
                "day_high": round(step.high, 1) if step else None,
                "day_basis": "unknown" if not step else "inferred" if step.inferred else "printed",
                "rule": RULE,
                "sources": " ".join(f"timeline:{key}" for key in used),
            }
        )
    return pd.DataFrame(rows)


def harmonise_timeline(timeline: pd.DataFrame) -> pd.DataFrame:
    """One row per entry, with its calendar span and its days from the first dose of inotuzumab.

    Returns
    -------
    the coded columns that say what and when, then date_earliest, date_latest (ISO days, equal
    when the day is known), date_precision (day, month, year, approximate), date_basis (printed,
    derived, unknown), day_low, day_high (days from the first dose, which is day 0; negative
    before it), day_basis (printed, inferred, unknown), rule, sources.
    """
    entries = timeline[
        [
            "timeline_id",
            "patient_id",
            "document_id",
            "sequence",
            "event",
            "description",
            "when_as_printed",
            "when_inferred",
        ]
    ]
    resolved = pd.concat(
        [_patient(rows) for _, rows in timeline.groupby("patient_id", sort=False)],
        ignore_index=True,
    )
    return entries.merge(resolved, on="timeline_id", validate="one_to_one")
