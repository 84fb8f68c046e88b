"""Swimmer plot: a lane per patient from the first dose on, known days apart from mere order."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import FrameError, missing
from evidence.figures.canvas.legend import draw_legend, legend_height
from evidence.figures.canvas.page import POINTS_PER_MM, Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import line
from evidence.figures.canvas.text import one_line, width_pt, wrapped
from evidence.figures.swimmer.check import NO_WORDS, Signs, check, lanes
from evidence.figures.swimmer.describe import describe
from evidence.figures.swimmer.ground import MARGIN, ZONE_LINES, draw_ground
from evidence.figures.swimmer.legend import legend_groups
from evidence.figures.swimmer.marks import (
    draw_end,
    draw_events,
    draw_phases,
    draw_responses,
)
from evidence.figures.swimmer.scale import (
    Scale,
    known_days,
    last_day,
    places,
    undated_after,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["describe", "draw"]

PITCH, LANE_GAP, AXIS_PT = 8.8, 5.0, 32.0
# The width of a column of states, in points; lines that the name and its note need.
STATE_PT, NAME_LINES = 44.0, 3
LOWEST_LANE, SLOT_PT, NARROWEST = 8.2, 11.0, 90.0


@dataclass(frozen=True, slots=True)
class Tracks:
    """The lines within a lane: which there are, their pitch, and the lane's whole height, in
    points.
    """

    compartments: tuple[str, ...]
    pitch: float
    lane: float

    def y(self, top: float, track: int) -> float:
        """Return the height of a track of a lane whose top is given: 0 events, 1 bar, then
        compartments.
        """
        return (
            top
            - (self.lane - (len(self.compartments) + 2) * self.pitch) / 2
            - (track + 0.5) * self.pitch
        )

    @property
    def spacious(self) -> bool:
        return self.pitch > 8.0


def draw(
    figure: Figure,
    frame: pd.DataFrame,
    *,
    index: str = "index therapy",
    phases: Mapping[str, str] = NO_WORDS,
    events: Mapping[str, str] = NO_WORDS,
    sites: Mapping[str, str] = NO_WORDS,
    break_day: float | None = None,
    states: Mapping[str, str] = NO_WORDS,
    unit: str = "day",
    axis: str = "",
) -> Figure:
    """Draw a swimmer plot over the whole figure, make it as high as its lanes, return the figure.

    Columns of ``frame``, in any order within a lane; lanes go down in order of appearance:

    - ``lane``: the patient; ``row_type``: ``lane`` (``note`` is set small under the name),
      ``phase``, ``event``, ``response``, ``end`` or ``bound`` (a known day that is not drawn,
      only bounds what has none); ``kind``: of a phase ``index``,
      ``other_therapy``, ``follow_up`` (no therapy reported) or one of ``phases``; of an event
      ``dose``, ``dose_series`` or one of ``events``; of a response one of ``sites``; of an ``end``
      alive, dead, not_reported; ``result`` of a response:
      absent, reduced, present, not_evaluable;
    - ``step``: order within the lane; a phase runs from ``step`` to ``until_step``;
    - ``day_low``, ``day_high``: the earliest and the latest day from the first dose that
      it can mean; missing where none is known: then only the order places it, and
      nothing is invented; ``basis`` of the day: reported, derived, inferred, unknown;
    - ``sources``: the keys of the rows behind it.

    ``index`` is the name of the index therapy, empty where there is none: then ``phases`` names
    every therapy. ``unit`` is the unit of time, ``axis`` the title of its axis. ``phases``,
    ``events`` and ``sites`` give the further kinds their words, and their signs by their order.
    ``states`` names columns of the lane
    rows and their headings: short words, set in columns at the right. ``break_day`` gives the days
    up to it more than half of the axis, with a visible break. Raises
    :class:`~evidence.figures.canvas.check_frame.FrameError` for missing columns, unknown codes,
    rows without a step or days the wrong way round, all at once; or for a page too narrow.
    """
    signs = Signs.of(index, phases, events, sites, unit, axis)
    check(frame, signs)
    page, style = Page(figure), current()
    names = lanes(frame)
    groups = legend_groups(frame, signs)
    foot = AXIS_PT + legend_height(groups, page.width_pt - 2 * MARGIN) + MARGIN
    headed = bool(states) or any(undated_after(frame[frame["lane"] == name]) for name in names)
    head = ZONE_LINES * 1.2 * style.small_pt + 8 if headed or index else MARGIN
    tracks = _tracks(frame, signs, names, head + foot)
    whole = math.fsum(of.lane for of in tracks.values())
    page.set_height(head + whole + foot)
    top = page.height_pt - head
    spacious = all(of.spacious for of in tracks.values())
    scale = _scale(page, frame, signs, break_day, spacious, STATE_PT * len(states))
    draw_ground(page, signs.axis, scale, top, top - whole)
    _state_headings(page, scale, states, top)
    for name, of in tracks.items():
        rows = frame[frame["lane"] == name]
        _name(page, rows, name, top, of, label_width(page, names))
        _lane(page, signs, scale, rows, top, of)
        _states(page, scale, rows, states, of.y(top, 1))
        top -= of.lane
    draw_legend(page, MARGIN, foot - AXIS_PT, page.width_pt - 2 * MARGIN, groups)
    return figure


def _tracks(frame: pd.DataFrame, signs: Signs, names: list[str], taken: float) -> dict[str, Tracks]:
    """The tracks of each lane: only compartments of which something is reported."""
    responses = frame[frame["row_type"] == "response"]
    shown = {
        name: tuple(
            kind
            for kind in signs.sites
            if kind in set(responses.loc[responses["lane"] == name, "kind"])
        )
        for name in names
    }
    lines = NAME_LINES if "note" in frame else 1
    heights = {
        name: max((len(kinds) + 2) * PITCH, lines * 1.2 * current().small_pt) + LANE_GAP
        for name, kinds in shown.items()
    }
    limit = (current().preset.height_limit_mm or 1e9) * POINTS_PER_MM
    fits = min(1.0, (limit - taken) / math.fsum(heights.values()))
    return {
        name: Tracks(
            kinds,
            min(PITCH, 0.94 * max(fits * heights[name], LOWEST_LANE) / (len(kinds) + 2)),
            max(fits * heights[name], LOWEST_LANE),
        )
        for name, kinds in shown.items()
    }


def _state_headings(page: Page, scale: Scale, states: Mapping[str, str], top: float) -> None:
    small = current().small_pt
    for i, heading in enumerate(states.values()):
        lines = wrapped(heading, STATE_PT - 3, small, ZONE_LINES)
        for k, words in enumerate(reversed(lines)):
            x = scale.zone_right + STATE_PT * (i + 0.5) + 4
            page.text(x, top + 5 + 1.2 * small * k, words, small, "center", gid="state heading")


def _states(
    page: Page, scale: Scale, rows: pd.DataFrame, states: Mapping[str, str], y: float
) -> None:
    for lane in rows[rows["row_type"] == "lane"].to_dict("records"):
        for i, column in enumerate(states):
            words = one_line(lane.get(column))
            x = scale.zone_right + STATE_PT * (i + 0.5) + 4
            page.text(x, y, words, current().small_pt, "center", gid="state")


def label_width(page: Page, names: list[str]) -> float:
    """Return the width of the lanes' names: what they need, at most a quarter of the page."""
    widest = max(width_pt(one_line(name), current().text_pt, "bold") for name in names)
    return min(max(widest + 2, 60.0), 0.25 * page.width_pt)


def _scale(
    page: Page,
    frame: pd.DataFrame,
    signs: Signs,
    break_day: float | None,
    spacious: bool,
    states_pt: float,
) -> Scale:
    names = lanes(frame)
    slots = max(len(undated_after(frame[frame["lane"] == name])) for name in names)
    sites = [width_pt(words, current().small_pt) for words, _ in signs.sites.values()]
    track_names = 9 + max(sites, default=0.0)
    left, right = (
        MARGIN + label_width(page, names) + (track_names if spacious else 0) + 6,
        page.width_pt - MARGIN - 6 - states_pt,
    )
    zone = min(slots * SLOT_PT + 10, 0.42 * (right - left)) if slots else 0.0
    zone = max(zone, 62.0) if slots else 0.0
    if right - zone - left < NARROWEST:
        raise FrameError(
            f"a swimmer plot needs a wider page: {page.width_pt / POINTS_PER_MM:.0f} mm "
            f"leave no width for its days"
        )
    start, end = (0.0, last_day(frame)) if signs.index else known_days(frame)
    break_day = break_day if break_day and end > 1.5 * break_day else None
    return Scale(
        left,
        right - zone - (14 if slots else 8),
        end,
        break_day,
        right - zone,
        right,
        slots,
        start,
    )


def _lane(
    page: Page, signs: Signs, scale: Scale, rows: pd.DataFrame, top: float, tracks: Tracks
) -> None:
    if tracks.spacious:
        line(page, [MARGIN, page.width_pt - MARGIN], [top, top], 0.5, current().faint, layer=0.15)
        for i, kind in enumerate(tracks.compartments):
            page.text(
                scale.left - 7,
                tracks.y(top, i + 2),
                signs.sites[kind][0],
                current().small_pt,
                align="right",
                colour=current().muted,
                gid="track",
            )
    positions = places(rows, scale)
    draw_phases(page, signs, scale, rows, positions, tracks.y(top, 1), tracks.pitch)
    draw_responses(
        page,
        signs,
        rows,
        positions,
        {kind: tracks.y(top, i + 2) for i, kind in enumerate(tracks.compartments)},
        tracks.pitch,
    )
    draw_events(page, signs, rows, positions, tracks.y(top, 0), tracks.y(top, 1), tracks.pitch)
    draw_end(page, rows, positions, tracks.y(top, 1))


def _name(
    page: Page, rows: pd.DataFrame, name: str, top: float, tracks: Tracks, width: float
) -> None:
    style = current()
    size = style.text_pt if tracks.spacious else style.small_pt
    lines = [
        (words, size, "bold")
        for words in wrapped(name, width, size, 2 if tracks.spacious else 1, "bold")
    ]
    lane_rows = rows[rows["row_type"] == "lane"]
    free = int((tracks.lane - 4 - len(lines) * 1.2 * size) / (1.2 * style.small_pt))
    for note in lane_rows.get("note", []):
        if tracks.spacious and free > 0 and not missing(note):
            lines += [
                (words, style.small_pt, "normal")
                for part in str(note).split("\n")
                for words in wrapped(part, width, style.small_pt, 2)
            ][:free]
    beside = tracks.y(top, 1) + 0.6 * size  # a name alone stands beside its bar
    if tracks.spacious:
        y = top - 3 if "note" in rows or tracks.compartments else beside
    else:
        y = top - tracks.lane / 2 + 0.6 * size
    for words, size, weight in lines:
        page.text(
            MARGIN,
            y - 0.6 * size,
            words,
            size,
            weight=weight,
            gid="lane" if weight == "bold" else "note",
            colour=style.ink if weight == "bold" else style.muted,
        )
        y -= 1.2 * size
