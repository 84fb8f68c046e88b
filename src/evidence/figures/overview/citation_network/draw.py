"""Citation network: which report cites which study, studies of the same patients grouped as
families.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import missing
from evidence.figures.canvas.page import POINTS_PER_MM, Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import box, line, symbol
from evidence.figures.canvas.text import counted, one_line, shortened, width_pt, wrapped

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure
from evidence.figures.overview.citation_network.check import check

MARGIN, LEADING, NODE, FAMILY_GAP = 3.0, 1.25, 92.0, 5.0


LOWEST_REPORT = 15.0


LINK_PART = 0.40  # where the studies begin, as a part of the page's width


@dataclass(frozen=True, slots=True)
class Studies:
    """Where the studies stand: their heights by name, and the families with their first and last
    heights.
    """

    heights: dict[str, float]
    families: tuple[tuple[str, float, float, int], ...]
    bottom: float


def draw(figure: Figure, frame: pd.DataFrame) -> Figure:
    """Draw a citation network over the whole figure, make it as high as its studies, return the
    figure.

    Columns of ``frame``, one row a report that cites a study: ``report``; ``study``;
    ``family``, if given: studies of the same patients, bracketed together; ``number``,
    if given: the reference's number in the report, set at the link's end; ``sources``.
    A study with several links is one evidence, cited several times; a family too.
    Raises :class:`~evidence.figures.canvas.check_frame.FrameError`.
    """
    check(frame)
    page, style = Page(figure), current()
    reports = list(dict.fromkeys(frame["report"]))
    order = _order(frame, reports)
    pitch = _pitch(order)
    gaps = sum(1 for _ in groupby(order, key=lambda pair: pair[0] or pair[1])) * FAMILY_GAP
    head = 2.0 * style.small_pt
    page.set_height(
        MARGIN + head + max(pitch * len(order) + gaps, LOWEST_REPORT * len(reports)) + MARGIN
    )
    studies = _studies(order, pitch, page.height_pt - MARGIN - head)
    report_heights = _reports(page, frame, reports, studies, page.height_pt - MARGIN - head)
    _heads(page, page.height_pt - MARGIN - head + 0.8 * style.small_pt)
    _links(page, frame, reports, report_heights, studies)
    _names(page, frame, studies, pitch)
    return figure


def _order(frame: pd.DataFrame, reports: list[str]) -> list[tuple[str, str]]:
    """(family, study) from top to bottom: families together, each near the reports that cite it."""
    place = {report: i for i, report in enumerate(reports)}
    family = {row["study"]: one_line(row.get("family")) for row in frame.to_dict("records")}
    middle = frame["report"].map(place).groupby(frame["study"], sort=False).mean()
    members = {
        name: [study for study in family if family[study] == name]
        for name in dict.fromkeys(family.values())
        if name
    }
    several = {name for name, studies in members.items() if len(studies) > 1}
    group = {study: name if name in several else "" for study, name in family.items()}
    weight = {name: middle[members[name]].mean() for name in several}
    studies = list(middle.index)
    return sorted(
        ((group[study], study) for study in studies),
        key=lambda pair: (
            weight.get(pair[0], middle[pair[1]]),
            pair[0],
            middle[pair[1]],
            studies.index(pair[1]),
        ),
    )


def _pitch(order: list) -> float:
    """The height of a study's line: comfortable, closer where the page would be too short."""
    small = current().small_pt
    limit = 0.92 * (current().preset.height_limit_mm or 1e9) * POINTS_PER_MM
    return max(min(1.5 * small, limit / len(order)), 1.2 * small)


def _studies(order: list[tuple[str, str]], pitch: float, top: float) -> Studies:
    heights, families, y = {}, [], top
    for key, group in groupby(order, key=lambda pair: pair[0] or pair[1]):
        members = list(group)
        for _, study in members:
            heights[study] = y - pitch / 2
            y -= pitch
        if len(members) > 1:
            families.append((key, heights[members[0][1]] + pitch / 2, y, len(members)))
        y -= FAMILY_GAP
    return Studies(heights, tuple(families), y)


def _reports(
    page: Page, frame: pd.DataFrame, reports: list[str], studies: Studies, top: float
) -> dict[str, float]:
    """Boxes of the reports, spread over the height, with how many studies each cites."""
    style = current()
    step = max((top - studies.bottom) / len(reports), LOWEST_REPORT)
    heights = {}
    for i, report in enumerate(reports):
        y = top - (i + 0.5) * step
        lines = wrapped(report, NODE - 8, style.text_pt, 2 if step > 30 else 1, "bold")
        half = min((LEADING * style.text_pt * (len(lines) + 0.3) + 10) / 2, step / 2 - 1)
        mark = style.series(len(reports))[i]
        box(
            page,
            MARGIN,
            y - half,
            MARGIN + NODE,
            y + half,
            "white",
            style.ink,
            width=0.8,
            gid="report",
            layer=2,
        )
        box(
            page,
            MARGIN,
            y - half,
            MARGIN + 3,
            y + half,
            mark.colour,
            style.ink,
            width=0.4,
            layer=2.1,
        )
        words = [(line, style.text_pt, "bold") for line in lines]
        if step > 24:
            words.append(
                (
                    f"cites {counted(frame.loc[frame['report'] == report, 'study'].nunique())}",
                    style.small_pt,
                    "normal",
                )
            )
        base = y + LEADING * style.text_pt * (len(words) - 1) / 2
        for j, (text, size, weight) in enumerate(words):
            page.text(
                MARGIN + 7,
                base - LEADING * style.text_pt * j,
                text,
                size,
                weight=weight,
                gid="report words",
            )
        heights[report] = y
    return heights


def _heads(page: Page, y: float) -> None:
    small = current().small_pt
    page.text(MARGIN, y, "Report", small, colour=current().muted, gid="heading")
    left, right, last = LINK_PART * page.width_pt, page.width_pt - MARGIN, "Same patients"
    free_width = right - left - width_pt(last, small) - 6
    page.text(
        left,
        y,
        shortened("Study cited (bold: by several reports)", free_width, small),
        small,
        colour=current().muted,
        gid="heading",
    )
    page.text(right, y, last, small, align="right", colour=current().muted, gid="heading")


def _links(
    page: Page, frame: pd.DataFrame, reports: list[str], heights: dict[str, float], studies: Studies
) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    left, right = MARGIN + NODE, LINK_PART * page.width_pt - 6
    marks = dict(zip(reports, current().series(len(reports)), strict=True))
    for row in frame.drop_duplicates(["report", "study"]).to_dict("records"):
        y0, y1 = heights[row["report"]], studies.heights[row["study"]]
        third = (right - left) * 0.45
        mark = marks[row["report"]]
        curve = Path(
            [(left, y0), (left + third, y0), (right - third, y1), (right, y1)],
            [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4],
        )
        page.figure.add_artist(
            PathPatch(
                curve,
                facecolor="none",
                edgecolor=mark.colour,
                linewidth=0.9,
                linestyle=mark.line,
                transform=page.transform,
                gid="link",
                zorder=1,
            )
        )
        symbol(page, right, y1, "o", 2.2, "full", mark.colour)


def _names(page: Page, frame: pd.DataFrame, studies: Studies, pitch: float) -> None:
    style = current()
    small, left, right = style.small_pt, LINK_PART * page.width_pt, page.width_pt - MARGIN
    citing = frame.groupby("study")["report"].nunique()
    edge = left + min(0.56 * (right - left), _widest(frame, studies) + 12)
    for study, y in studies.heights.items():
        weight = "bold" if citing[study] > 1 else "normal"
        numbers = _numbers(frame, study)
        words = f"{one_line(study)}{numbers}"
        page.text(
            left,
            y,
            shortened(words, edge - left - 4, small, weight),
            small,
            weight=weight,
            gid="study",
        )
    for name, top, bottom, count in studies.families:
        line(
            page,
            [edge - 3, edge, edge, edge - 3],
            [top - 1, top - 1, bottom + 1, bottom + 1],
            0.9,
            gid="family",
            layer=2,
        )
        most_lines = max(int((top - bottom) / (LEADING * small)), 1)
        lines = wrapped(
            f"{name}: {count} publications on the same patients",
            right - edge - 6,
            small,
            min(most_lines, 3),
        )
        for i, words in enumerate(lines):
            page.text(
                edge + 5,
                (top + bottom) / 2 + LEADING * small * ((len(lines) - 1) / 2 - i),
                words,
                small,
                gid="family words",
            )


def _widest(frame: pd.DataFrame, studies: Studies) -> float:
    """The width of the widest line of a study, in bold."""
    return max(
        width_pt(f"{one_line(study)}{_numbers(frame, study)}", current().small_pt, "bold")
        for study in studies.heights
    )


def _numbers(frame: pd.DataFrame, study: str) -> str:
    """The numbers under which the reports list a study, in brackets; nothing
    where none is given.
    """
    if "number" not in frame:
        return ""
    numbers = [
        str(int(number))
        for number in frame.loc[frame["study"] == study, "number"]
        if not missing(number)
    ]
    return f" [{', '.join(numbers)}]" if numbers else ""
