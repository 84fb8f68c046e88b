"""Symbols on paper: shapes filled, half filled or open, the same in a plot and in its key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.figures.canvas.page import Paper
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import width_pt, wrapped

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle
    from matplotlib.typing import ColorType, LineStyleType

FILLS = ("full", "half", "open")
KEY_MARK_PT, KEY_GAP_PT, LEADING = 15.0, 11.0, 1.5


def symbol(
    paper: Paper,
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
    >>> with style() as look:
    ...     symbol(Paper(look.figure("single", 40)), 10, 10, "o", 5, "half").get_fillstyle()
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
        transform=paper.transform,
        gid=gid,
        zorder=5,
    )
    paper.figure.add_artist(mark)
    return mark


def box(
    paper: Paper,
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
    """Draw a rectangle between two corners in points; return it."""
    from matplotlib.patches import Rectangle

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
        transform=paper.transform,
        gid=gid,
        zorder=layer,
    )
    paper.figure.add_artist(patch)
    return patch


def line(
    paper: Paper,
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
        transform=paper.transform,
        gid=gid,
        zorder=layer,
        solid_capstyle="butt",
    )
    paper.figure.add_artist(drawn)
    return drawn


def at(figure: Figure, gid: str) -> list:
    """Return what was drawn under a name, from first to last.

    >>> from evidence.figures.canvas.style import style
    >>> with style() as look:
    ...     paper = Paper(look.figure("single", 40))
    ...     _ = symbol(paper, 10, 10, "o", 5, gid="dose")
    ...     len(at(paper.figure, "dose"))
    1
    """
    return [artist for artist in figure.get_children() if artist.get_gid() == gid]


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a key: its words, and what draws its mark around a centre."""

    words: str
    mark: Callable[[Paper, float, float], object]
    room: float = KEY_MARK_PT


def key_rows(entries: list[Key], room: float, size: float) -> list[list[Key]]:
    """Return the entries of a key in rows no wider than the room."""
    rows: list[list[Key]] = [[]]
    used = 0.0
    for entry in entries:
        width = entry.room + width_pt(entry.words, size) + KEY_GAP_PT
        if rows[-1] and used + width - KEY_GAP_PT > room:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += width
    return rows


def key_height(groups: list[tuple[str, list[Key]]], room: float, size: float) -> float:
    """Return how high ``draw_keys`` will be."""
    indent = heading_room(groups, size)
    rows = [row for _, entries in groups for row in key_rows(entries, room - indent, size)]
    return sum(_row_height(row, room - indent, size) for row in rows)


def _words(entry: Key, room: float, size: float) -> list[str]:
    """An entry's words in lines: more than one only where it is wider than the whole room."""
    return wrapped(entry.words, room - entry.room, size, 4)


def _row_height(row: list[Key], room: float, size: float) -> float:
    return LEADING * size + 1.2 * size * (max(len(_words(entry, room, size)) for entry in row) - 1)


def heading_room(groups: list[tuple[str, list[Key]]], size: float) -> float:
    """Return the room that the headings of a key take on its left."""
    widest = max((width_pt(heading, size, "bold") for heading, _ in groups if heading), default=0.0)
    return widest + 8 if widest else 0.0


def draw_keys(
    paper: Paper,
    left: float,
    top: float,
    room: float,
    groups: list[tuple[str, list[Key]]],
    size: float,
) -> float:
    """Draw a key in groups, each with a bold heading on its left; return where it ends."""
    indent, y = heading_room(groups, size), top
    for heading, entries in groups:
        if heading:
            paper.text(
                left, y - LEADING * size / 2, heading, size, weight="bold", gid="key heading"
            )
        for row in key_rows(entries, room - indent, size):
            x = left + indent
            for entry in row:
                _mark(paper, entry, x + entry.room / 2 - 2, y - LEADING * size / 2)
                for i, words in enumerate(_words(entry, room - indent, size)):
                    paper.text(
                        x + entry.room,
                        y - LEADING * size / 2 - 1.2 * size * i,
                        words,
                        size,
                        gid="key",
                    )
                x += entry.room + width_pt(entry.words, size) + KEY_GAP_PT
            y -= _row_height(row, room - indent, size)
    return y


def _mark(paper: Paper, entry: Key, x: float, y: float) -> None:
    """Draw a key's mark under a name of its own: what is counted in the plot is the data."""
    before = {id(artist) for artist in paper.figure.get_children()}
    entry.mark(paper, x, y)
    for artist in paper.figure.get_children():
        if id(artist) not in before:
            artist.set_gid("key mark")
