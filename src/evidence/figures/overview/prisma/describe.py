"""Title, caption and alternative text of the PRISMA flow diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import missing
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.text import listed
from evidence.figures.overview.prisma.check import BOXES, Box, check, lines_of, not_done

if TYPE_CHECKING:
    import pandas as pd


HEADINGS = {
    "previous": "Previous studies",
    "main": "Databases and registers",
    "other": "Other methods",
    "named": "Studies looked up by name",
}


def describe(frame: pd.DataFrame, *, title: str = "") -> Description:
    """Return title, caption and alt text of the diagram that ``draw`` makes of the same frame.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` as ``draw`` does.
    """
    check(frame)
    words = lines_of(frame)
    sentences = ". ".join(_sentence(box, words[box.name]) for box in BOXES if box.name in words)
    caption = (
        "PRISMA 2020 flow diagram. Records are entries found, reports are documents, "
        "studies may have several reports, and patients are those in the studies: "
        "four different counts. What was not done or not recorded says so."
    )
    finding = _finding(frame)
    if "named" in words:
        caption += (
            " A family is publications on the same patients; it may hold several study "
            "populations. Families looked up by name enter only the meta-analysis."
        )
    if not_done(frame):
        caption += " A broken frame marks a step that was not taken; nothing flows from it."
    return Description(
        title or "Flow of records, reports, studies and patients",
        caption,
        f"PRISMA flow diagram. {finding}",
        f"Flow diagram. {finding} {sentences}.",
        finding,
    )


# What is said to be included, with its number, in this order.
INCLUDED = {"studies": "{} studies", "reports": "{} reports", "patients": "{} patients"}


def _finding(frame: pd.DataFrame) -> str:
    """What was included and pooled, and what was not searched."""
    counts = {row["variable"]: row["n"] for row in frame.to_dict("records")}
    ends = {name: counts.get(f"total_{name}", counts.get(f"new_{name}")) for name in INCLUDED}
    known = {name: n for name, n in ends.items() if not missing(n)}
    said = listed(INCLUDED[name].format(f"{n:.0f}") for name, n in known.items())
    parts = [f"{said} are included" if said else "What was included is not recorded"]
    pooled = counts.get("total_studies_ma")
    if not missing(pooled):
        parts.append(f"{pooled:.0f} studies are in the meta-analysis")
    if "sources" in not_done(frame):
        parts.append("no database or register was searched")
    return f"{'; '.join(parts)}."


def _sentence(box: Box, lines: list[str]) -> str:
    """A box in words; the first of a lane names its lane."""
    lane = f"{HEADINGS[box.lane]}: " if box.row == 0 and box.lane in HEADINGS else ""
    return lane + ", ".join(lines).replace(":,", ":")
