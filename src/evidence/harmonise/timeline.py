"""Reported dates, day numbers and intervals as days from the first dose of the index therapy, or
from another event that review.toml names (``event`` of ``[index]``).

Each entry has a date, or counts from another entry (its anchor). Days from
the first dose follow the chain of anchors, so that "day 8" stays exact even where the
first dose is only dated to a month; where no chain leads there, calendar dates are
subtracted. Day numbers follow the convention coded for the entry: day 17 after
5 January is 22 January when the anchor is day 0, and 21 January when it is day 1.

What has neither is bounded by its dated neighbours in the coded order; an interval that is not
reported is unknown, never none.
"""

from collections import deque
from dataclasses import dataclass, replace
from datetime import date
from math import inf, isfinite

import pandas as pd

from evidence.coded.labels import whole_days
from evidence.harmonise.times.dates import Span, read_date
from evidence.harmonise.times.steps import IN_ORDER, Step, read_step

RULE = "timeline 2"
START = "index_start"
NOT_IN_ORDER = ("birth", "publication")


Graph = dict[str, dict[str, Step]]
Reached = dict[str, tuple[Step, tuple[str, ...]]]


def steps(entries: pd.DataFrame) -> Graph:
    """Steps from every entry to its neighbours, both ways along the anchors."""
    graph: Graph = {key: {} for key in entries["timeline_id"]}
    for row in entries[entries["anchor_id"] != ""].itertuples():
        text = row.when_as_reported or row.when_inferred
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
class Bounds:
    """Earliest and latest day (ordinal, or from the first dose) and how it is known."""

    low: float
    high: float
    basis: str
    path: tuple[str, ...]

    @property
    def inferred(self) -> bool:
        return self.basis == "inferred"


Known = dict[str, Bounds]


def _basis(inferred: bool) -> str:
    return "inferred" if inferred else "derived"


def _reported_dates(entries: pd.DataFrame, graph: Graph) -> Known:
    """Calendar days of each entry: as reported, or along the anchors from the best dated entry."""
    spans = {row.timeline_id: read_date(row.when_as_reported) for row in entries.itertuples()}
    reported = {key: span for key, span in spans.items() if span}
    dated = {
        key: Bounds(span.earliest.toordinal(), span.latest.toordinal(), "reported", (key,))
        for key, span in reported.items()
    }
    for start, _ in sorted(reported.items(), key=lambda item: item[1].days):
        zero = dated[start]
        for key, (step, path) in walk(graph, start).items():
            days = (zero.low + round(step.low), zero.high + round(step.high))
            dated.setdefault(key, Bounds(*days, _basis(step.inferred), path))
    return dated


def _order(entries: pd.DataFrame) -> dict[str, int]:
    """Place of each entry that stands in the order of the events."""
    orderly = entries["relation"].isin(IN_ORDER) | (entries["anchor_id"] == "")
    orderly &= ~entries["event"].isin(NOT_IN_ORDER)
    return {key: place for place, key in enumerate(entries.loc[orderly, "timeline_id"])}


def _neighbours(key: str, order: dict[str, int], graph: Graph, known: Known) -> Bounds:
    """Bounds of an entry by the known entries before and after it and what it is chained to."""
    low, high = Bounds(-inf, inf, "derived", ()), Bounds(-inf, inf, "derived", ())
    for member, (step, path) in walk(graph, key).items():
        if member not in order:
            continue
        for other, found in known.items():
            place = order.get(other, order[member])
            basis = _basis(step.inferred or found.inferred)
            bound = Bounds(found.low - step.high, found.high - step.low, basis, (*path, other))
            if place < order[member] and bound.low > low.low:
                low = bound
            if place > order[member] and bound.high < high.high:
                high = bound
    path = tuple(dict.fromkeys((*low.path, *high.path)))
    return Bounds(low.low, high.high, _basis(low.inferred or high.inferred), path)


def _between(entries: pd.DataFrame, graph: Graph, known: Known) -> Known:
    """Bounds of the entries that are not known but stand in the order, where both exist."""
    order = _order(entries)
    found = {key: _neighbours(key, order, graph, known) for key in order if key not in known}
    return {
        key: bounds
        for key, bounds in found.items()
        if isfinite(bounds.low) and isfinite(bounds.high) and bounds.low <= bounds.high
    }


def _chained_days(entries: pd.DataFrame, graph: Graph, start: str, dated: Known) -> Known:
    """Days from the first dose along the anchors, else by the calendar."""
    reported_times = entries.set_index("timeline_id")["when_as_reported"]
    days = {
        key: Bounds(
            step.low,
            step.high,
            "inferred" if step.inferred else "reported" if len(path) <= 2 else "derived",
            path,
        )
        for key, (step, path) in walk(graph, start).items()
    }
    if start not in dated:
        return days
    zero, order = dated[start], _order(entries)
    for key, entry in dated.items():
        low, high, place = (
            entry.low - zero.high,
            entry.high - zero.low,
            order.get(key, order[start]),
        )
        if zero.basis != "reported":  # the order says more than the days that both can be
            low = max(low, 0.0) if place > order[start] else low
            high = min(high, 0.0) if place < order[start] else high
        as_reported = entry.basis == zero.basis == "reported" and read_date(reported_times[key])
        basis = "reported" if as_reported else _basis(entry.inferred or zero.inferred)
        days.setdefault(key, Bounds(low, high, basis, (*zero.path, *entry.path)))
    return days


def _before_first_dose(entries: pd.DataFrame, graph: Graph, start: str, known: Known) -> Known:
    """Latest days of what lies a known time before an entry that comes before the first dose."""
    order, found = _order(entries), {}
    for key in order:
        if key in known or order[key] >= order.get(start, 0):
            continue
        chained = {
            member: (step, path)
            for member, (step, path) in walk(graph, key).items()
            if member in order and order[member] <= order[start]
        }
        _, (step, path) = max(chained.items(), key=lambda item: item[1][0].low)
        if step.low > 0:
            found[key] = Bounds(-inf, -step.low, _basis(step.inferred), path)
    return found


def _day(value: float) -> float | None:
    return round(value, 1) if isfinite(value) else None


def _row(key: str, when: Bounds | None, days: Bounds | None, by_neighbours: bool) -> dict:
    """The columns that say when, empty where nothing dates the entry."""
    first, last = (
        [date.fromordinal(day) for day in whole_days(when.low, when.high)] if when else (None, None)
    )
    used = (key, *(when.path if when else ()), *(days.path if days else ()))
    return {
        "timeline_id": key,
        "date_earliest": first.isoformat() if first else "",
        "date_latest": last.isoformat() if last else "",
        "date_precision": Span(first, last).precision if first and last else "",
        "date_basis": when.basis if when else "unknown",
        "day_low": _day(days.low) if days else None,
        "day_high": _day(days.high) if days else None,
        "day_basis": days.basis if days else "unknown",
        "by_neighbours": "yes" if by_neighbours else "no",
        "rule": RULE,
        "sources": " ".join(f"timeline:{used_key}" for used_key in dict.fromkeys(used)),
    }


def _patient(entries: pd.DataFrame, event: str) -> list[dict]:
    graph = steps(entries)
    entries = entries.sort_values("sequence", kind="stable")
    dated = _reported_dates(entries, graph)
    bounded = _between(entries, graph, dated)
    starts = entries.loc[entries["event"] == event, "timeline_id"]
    days: Known = {}
    by_neighbours = set(bounded)
    if len(starts):
        start = starts.iloc[0]
        first = {start: bounded[start]} if start in bounded else {}
        days = _chained_days(entries, graph, start, dated | first)
        between = _between(entries, graph, days)
        days |= between | _before_first_dose(entries, graph, start, days | between)
        by_neighbours = (by_neighbours | set(between)) - set(walk(graph, start))
    return [
        _row(key, (dated | bounded).get(key), days.get(key), key in by_neighbours)
        for key in entries["timeline_id"]
    ]


def harmonise_timeline(timeline: pd.DataFrame, event: str = START) -> pd.DataFrame:
    """One row per entry, with its calendar span and its days from day 0.

    Parameters
    ----------
    timeline : coded. event : its first entry of each patient is day 0.

    Returns
    -------
    the coded columns that say what and when, then date_earliest, date_latest (ISO days, equal
    when the day is known), date_precision (day, month, year, approximate), day_low, day_high (days
    from the first dose, which is day 0; negative before it; only the latest where nothing bounds
    the earliest), date_basis and day_basis (reported: as a date or as a day from the first dose;
    derived: from other reported times; inferred: one of them was not reported; unknown),
    by_neighbours (yes: bounded only by what came before and after), rule, sources.
    """
    entries = timeline[
        [
            "timeline_id",
            "patient_id",
            "document_id",
            "sequence",
            "event",
            "description",
            "when_as_reported",
            "when_inferred",
        ]
    ]
    by_patient = timeline.groupby("patient_id", sort=False)
    resolved = pd.DataFrame(
        [row for _, rows in by_patient for row in _patient(rows, event)],
        columns=[*_row("", None, None, False)],  # also where there is no entry
    ).astype({"day_low": float, "day_high": float})
    return entries.merge(resolved, on="timeline_id", validate="one_to_one")
