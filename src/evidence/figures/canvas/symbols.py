"""Symbols on the page: shapes filled, half filled or open, the same in a plot and in its legend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current

if TYPE_CHECKING:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Ellipse, Rectangle
    from matplotlib.typing import ColorType, LineStyleType

FILLS = ("full", "half", "open")
OUTLINE_PT = 1.1  # of the open rectangle that replaces a hatched one


def symbol(
    page: Page,
    x: float,
    y: float,
    shape: str,
    size: float,
    fill: str = "full",
    colour: ColorType | None = None,
    gid: str | None = None,
) -> Line2D:
    """Draw one symbol centred on (x, y), in points; return it.

    ``shape`` is a marker of matplotlib, ``fill`` one of ``FILLS``: half filled is dark
    on the left. The outline is always ink, so that shape and fill read without colour.

    >>> from evidence.figures.canvas.style import style
    >>> with style() as figure_style:
    ...     symbol(Page(figure_style.figure("single", 40)), 10, 10, "o", 5, "half").get_fillstyle()
    'left'
    """
    from matplotlib.lines import Line2D

    ink = current().ink
    colour = ink if colour is None else colour
    mark = Line2D(
        [x],
        [y],
        color=ink,
        linestyle="none",
        marker=shape,
        markersize=size,
        markeredgewidth=0.7,
        markeredgecolor=ink,
        markerfacecolor="white" if fill == "open" else colour,
        markerfacecoloralt="white",
        fillstyle="left" if fill == "half" else "full",
        transform=page.transform,
        gid=gid,
        zorder=5,
    )
    page.figure.add_artist(mark)
    return mark


def box(
    page: Page,
    left: float,
    bottom: float,
    right: float,
    top: float,
    face: ColorType = "white",
    edge: ColorType | None = None,
    hatch: str = "",
    hatch_colour: ColorType = "white",
    width: float = 0.6,
    line: LineStyleType = "-",
    gid: str | None = None,
    layer: float = 1.0,
) -> Rectangle:
    """Draw a rectangle between two corners in points; return it.

    Where a journal asks for no patterns, a hatched rectangle is open, its outline in its colour.
    """
    from matplotlib.patches import Rectangle

    if hatch and current().avoids("patterns"):
        edge = edge if face == "white" else face
        face, hatch, width = "white", "", OUTLINE_PT
    patch = Rectangle(
        (left, bottom),
        right - left,
        top - bottom,
        facecolor=face,
        edgecolor=current().ink if edge is None else edge,
        linewidth=width,
        hatch=hatch,
        hatchcolor=hatch_colour,
        linestyle=line,
        transform=page.transform,
        gid=gid,
        zorder=layer,
    )
    page.figure.add_artist(patch)
    return patch


def circle(
    page: Page, x: float, y: float, radius: float, face: ColorType, gid: str | None = None
) -> Ellipse:
    """Draw a circle centred on (x, y), in points; return it."""
    from matplotlib.patches import Ellipse

    patch = Ellipse(
        (x, y),
        2 * radius,
        2 * radius,
        facecolor=face,
        edgecolor=current().ink,
        linewidth=0.5,
        transform=page.transform,
        gid=gid,
        zorder=1.0,
    )
    page.figure.add_artist(patch)
    return patch


def line(
    page: Page,
    xs: Sequence[float],
    ys: Sequence[float],
    width: float = 0.7,
    colour: ColorType | None = None,
    style: LineStyleType = "-",
    gid: str | None = None,
    layer: float = 2.0,
) -> Line2D:
    """Draw a line through points; return it."""
    from matplotlib.lines import Line2D

    drawn = Line2D(
        xs,
        ys,
        linewidth=width,
        color=current().ink if colour is None else colour,
        linestyle=style,
        transform=page.transform,
        gid=gid,
        zorder=layer,
        solid_capstyle="butt",
    )
    page.figure.add_artist(drawn)
    return drawn
