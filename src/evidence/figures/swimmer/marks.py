"""The marks of a swimmer plot: bars of phases, doses, events, responses by compartment, ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import box, line, symbol
from evidence.figures.swimmer.check import DOSE, RESULTS, SERIES, Signs
from evidence.figures.swimmer.scale import Place, Scale

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.typing import LineStyleType


HATCH, DOTS, DASHES = "//////", (0, (1, 1.6)), (0, (3, 1.4))


# The comb of a series of doses: its strokes, and the points from one to the next.
TEETH, COMB_PT = 4, 2.6
# In points: how far from its days a symbol counts as moved; how much of a line must be seen beside
# its symbol; the shortest line that is seen; half the sign of an inferred day.
MOVED_PT, SEEN_PT, SHORTEST_PT, SIGN_PT = 0.5, 3.0, 1.2, 6.0
# Days under a symbol: how far below it, as a part of a track's pitch; the line, in points.
UNDER, UNDER_PT = 0.48, 1.0
HEIGHT, ORDER_HEIGHT = 0.40, 0.20  # half the height of a bar, as a part of a track's pitch


def draw_phases(
    page: Page,
    signs: Signs,
    scale: Scale,
    rows: pd.DataFrame,
    places: dict[float, Place],
    y: float,
    pitch: float,
) -> None:
    """Draw the bars of one lane: solid between reported days, hatched otherwise, slim where only
    order is known.
    """
    for row in rows[rows["row_type"] == "phase"].itertuples():
        start, end = places[row.step], places[row.until_step]
        if end.how == "order":
            if start.how != "order":
                line(
                    page,
                    [start.x, scale.zone_left - 3],
                    [y, y],
                    0.7,
                    current().muted,
                    DOTS,
                    gid="time unknown",
                    layer=0.8,
                )
            left = start.x if start.how == "order" else scale.zone_left - 3
            bar(page, signs, row.kind, left, end.x, y, pitch, "order")
        else:
            bar(
                page,
                signs,
                row.kind,
                start.x,
                end.x,
                y,
                pitch,
                "solid" if start.exact and end.exact else "hatched",
            )


def bar(
    page: Page,
    signs: Signs,
    kind: str,
    left: float,
    right: float,
    y: float,
    pitch: float,
    certainty: str,
) -> None:
    _, name, hatch_colour = signs.phases[kind]
    face = current().colour(name) if name else "white"
    half = (ORDER_HEIGHT if certainty == "order" else HEIGHT) * max(pitch, 5.0)
    box(
        page,
        left,
        y - half,
        right,
        y + half,
        face,
        current().muted,
        HATCH if certainty == "hatched" else "",
        hatch_colour,
        0.5,
        gid=f"phase {kind} {certainty}",
        layer=1.0,
    )


def draw_events(
    page: Page,
    signs: Signs,
    rows: pd.DataFrame,
    places: dict[float, Place],
    above: float,
    bar: float,
    pitch: float,
) -> None:
    """Draw doses on the bar and other events above it, each with the span in which it may lie."""
    last = comb = float("-inf")  # where the last event and the last dose or series end
    events = rows[rows["row_type"] == "event"]
    for row in events.iloc[
        events["step"].map(lambda step: places[step].x).argsort(kind="stable")
    ].itertuples():
        place = places[row.step]
        if row.kind == DOSE:
            dose(page, place.x, bar, pitch, place.exact)
            comb = place.x
            continue
        if row.kind == SERIES:
            comb = max(place.x, comb + COMB_PT)
            comb = dose_series(page, comb, bar, pitch)
            continue
        last = max(place.x, last + max(0.8 * pitch, 3.0))  # side by side, never one on the other
        _span(page, place, last, above, _event_size(signs, row.kind, pitch), pitch)
        draw_event(page, signs, last, above, row.kind, pitch)


def draw_event(page: Page, signs: Signs, x: float, y: float, kind: str, pitch: float) -> None:
    """Draw the symbol of one event."""
    _, shape, _, colour = signs.events[kind]
    symbol(
        page,
        x,
        y,
        shape,
        _event_size(signs, kind, pitch),
        colour=current().colour(colour),
        gid=f"event {kind}",
    )


def _event_size(signs: Signs, kind: str, pitch: float) -> float:
    """The width of the symbol of an event, in points."""
    return max(3.6, 0.72 * pitch) * signs.events[kind][2]


def dose(page: Page, x: float, y: float, pitch: float, exact: bool) -> None:
    """An upright stroke: whole on a reported day, open where the day is inferred or unknown."""
    half = max(0.53 * pitch, 2.2)
    if exact:
        box(
            page,
            x - 1.0,
            y - half,
            x + 1.0,
            y + half,
            current().ink,
            "white",
            width=0.6,
            gid="event dose",
            layer=2.1,
        )
    else:
        box(
            page,
            x - 1.2,
            y - half,
            x + 1.2,
            y + half,
            "white",
            width=0.7,
            gid="event dose inferred",
            layer=2.1,
        )


def dose_series(page: Page, x: float, y: float, pitch: float) -> float:
    """Draw a comb, of as many strokes whatever the number of doses; return where it ends."""
    half = max(0.53 * pitch, 2.2)
    teeth = [x + COMB_PT * i for i in range(TEETH)]
    line(page, [teeth[0], teeth[-1]], [y - half, y - half], 0.9, gid="comb", layer=2.1)
    for tooth in teeth:
        box(page, tooth - 0.6, y - half, tooth + 0.6, y + half, "white", width=0.5, layer=2.1)
    return teeth[-1]


def _span(page: Page, place: Place, x: float, y: float, size: float, pitch: float) -> None:
    """Draw the days among which something may lie: on the line of its symbol, or under a symbol
    that would hide them. A symbol that stands beside them is linked to them.
    """
    moved = not place.low - MOVED_PT <= x <= place.high + MOVED_PT
    if place.how == "order" or (place.exact and not moved):
        return
    style: LineStyleType = DOTS if place.how == "between" else "-" if place.reported else DASHES
    low, high, below = place.low, place.high, y - UNDER * pitch
    if moved:
        steps = [x, x, place.x], [y - size / 2, below, below]
        line(page, *steps, 0.6, gid="moved aside", layer=1.4)
    if high - low < SHORTEST_PT and not moved and place.how == "day":
        low, high = x - SIGN_PT, x + SIGN_PT  # the sign of an inferred day, not its length
    if high - low >= size + SEEN_PT and not moved:
        line(page, [low, high], [y, y], 0.7, current().muted, style, gid=f"span {place.how}")
        return
    grow = max(0.0, SHORTEST_PT - (high - low)) / 2
    ends = [low - grow, high + grow]
    line(page, ends, [below, below], UNDER_PT, gid=f"span {place.how}", layer=2.2)


def draw_responses(
    page: Page,
    signs: Signs,
    rows: pd.DataFrame,
    places: dict[float, Place],
    heights: dict[str, float],
    pitch: float,
) -> None:
    """Draw each response on the track of its compartment: full where disease was found, open
    where none was.
    """
    turns: dict[float, int] = {}
    for row in rows[rows["row_type"] == "response"].itertuples():
        place, y = places[row.step], heights[row.kind]
        # Where lanes are too low for lines of their own, results of one day stand side by side.
        turn = turns[row.step] = turns.get(row.step, -1) + 1
        x = place.x + (3.4 * turn if pitch < 4 else 0)
        _span(page, place, x, y, _response_size(pitch), pitch)
        draw_response(
            page,
            signs.sites[row.kind][1],
            x,
            y,
            row.result,
            pitch,
            f"response {row.kind} {row.result}",
        )


def draw_response(
    page: Page, shape: str, x: float, y: float, result: str, pitch: float, gid: str = ""
) -> None:
    """Draw the symbol of one response; one that could not be evaluated is struck through."""
    size = _response_size(pitch)
    symbol(
        page,
        x,
        y,
        shape,
        size,
        RESULTS[result][1],
        gid=gid,
    )
    if result == "not_evaluable":
        half = 0.75 * size
        strike = line(page, [x - half, x + half], [y - half, y + half], 0.8, gid="strike")
        strike.set_zorder(6)


def _response_size(pitch: float) -> float:
    """The width of the symbol of a response, in points."""
    return max(3.2, 0.66 * pitch)


def draw_end(page: Page, rows: pd.DataFrame, places: dict[float, Place], y: float) -> None:
    """Draw how the lane ends: an arrow where alive, a dagger where dead, a question mark where
    nothing is reported.
    """
    for row in rows[rows["row_type"] == "end"].itertuples():
        draw_ending(page, places[row.step].high, y, row.kind)


def draw_ending(page: Page, x: float, y: float, kind: str) -> None:
    """Draw one end, starting at x."""
    if kind == "alive":
        line(page, [x, x + 7], [y, y], 1.0, gid="end alive", layer=3)
        symbol(page, x + 7, y, ">", 3.6)
    else:
        page.text(x + 3, y, "†" if kind == "dead" else "?", gid=f"end {kind}", weight="bold")
