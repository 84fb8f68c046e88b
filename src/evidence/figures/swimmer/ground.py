"""What stands behind the lanes of a swimmer plot: zones, the axis of days and its break."""

from __future__ import annotations

from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import box, line
from evidence.figures.canvas.text import number, width_pt, wrapped
from evidence.figures.swimmer.scale import BREAK_GAP_PT, Scale, ticks

MARGIN, ZONE_LINES = 3.0, 3


def draw_ground(page: Page, axis: str, scale: Scale, top: float, bottom: float) -> None:
    style = current()
    small = style.small_pt
    if scale.slots:
        box(
            page,
            scale.zone_left - 3,
            bottom,
            scale.zone_right + 6,
            top,
            "0.955",
            "0.955",
            layer=0.1,
            gid="order zone",
        )
        lines = wrapped(
            "Order only, no day known: not to scale",
            scale.zone_right + 6 - scale.zone_left,
            small,
            ZONE_LINES,
        )
        for i, words in enumerate(reversed(lines)):
            page.text(scale.zone_left, top + 5 + 1.2 * small * i, words, small, gid="zone heading")
        page.text(scale.left, top + 5, "Days known: to scale", small, gid="zone heading")
    line(page, [scale.x(0)] * 2, [bottom, top], 0.6, style.muted, gid="time zero", layer=0.3)
    for left, right in _axis_parts(scale):
        line(page, [left, right], [bottom, bottom], 0.6, style.muted, gid="axis")
    if scale.break_day is not None:
        x = scale.x(scale.break_day)
        for stroke in (x, x + BREAK_GAP_PT):
            line(
                page,
                [stroke - 2, stroke + 2],
                [bottom - 3, bottom + 3],
                0.6,
                style.muted,
                gid="break",
            )
        line(
            page,
            [x + BREAK_GAP_PT / 2] * 2,
            [bottom, top],
            0.5,
            style.muted,
            (0, (1, 2)),
            gid="break",
            layer=0.2,
        )
    free = 0.0
    for day in ticks(scale):
        line(page, [scale.x(day)] * 2, [bottom, bottom - 3], 0.6, style.muted)
        half = width_pt(number(day, 0), small) / 2
        if scale.x(day) - half > free:  # a tick whose number would touch the last stays bare
            page.text(scale.x(day), bottom - 9, number(day, 0), small, align="center", gid="tick")
            free = scale.x(day) + half + 3
    page.text(scale.left, bottom - 20, axis, small, gid="axis label")


def _axis_parts(scale: Scale) -> list[tuple[float, float]]:
    if scale.break_day is None:
        return [(scale.left, scale.right)]
    x = scale.x(scale.break_day)
    return [(scale.left, x), (x + BREAK_GAP_PT, scale.right)]
