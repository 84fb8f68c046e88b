"""Figures on request: some of the figures, in a journal's sizes and formats."""

import json
from collections.abc import Collection
from pathlib import Path

from evidence.coded.problems import ProblemsFound
from evidence.errors import EvidenceError
from evidence.figures.canvas.export import FORMATS as KNOWN_FORMATS
from evidence.figures.canvas.journal_presets import WIDTHS, Preset, preset, presets
from evidence.files.lock import sole_writer
from evidence.review.build.figures import draw_figures, figure_frames
from evidence.review.core.open_review import read_review
from evidence.review.core.project import Project

PALETTES = ("colour", "grey")


class ExportRefused(EvidenceError, ValueError):
    """What was asked for cannot be made; the message says what is allowed."""


def _refusals(
    declared: Collection[str],
    only: Collection[str],
    journal: str,
    palette: str,
    width: str,
    formats: Collection[str],
) -> list[str]:
    known = {
        "figure": (declared, only),
        "journal": (list(presets()), [journal]),
        "palette": (PALETTES, [palette]),
        "width": (WIDTHS, [width]),
        "format": (KNOWN_FORMATS, formats),
    }
    return [
        f"{what} {name!r} is unknown; allowed: {', '.join(allowed)}"
        for what, (allowed, asked) in known.items()
        for name in asked
        if name not in allowed
    ]


def export_figures(
    project: Project,
    folder: Path,
    *,
    only=(),
    journal: str = "default",
    palette: str = "colour",
    width: str = "double",
    formats=(),
    dpi: int | None = None,
    done=lambda name: None,
) -> list[str]:
    """Draw the figures named in ``only`` (all if none) into ``folder``; their names.

    Formats and resolution are those that the journal asks for, unless they are given. ``done`` is
    also called with a sentence for each figure that is higher than the journal allows.

    Raises
    ------
    ExportRefused : an unknown figure, journal, palette or format, all of them at once, or problems
    in the tables.
    """
    try:
        review = read_review(project)
        refusals = _refusals(review.figures, only, journal, palette, width, formats)
    except ProblemsFound as problems:
        raise ExportRefused(str(problems)) from None
    if refusals:
        raise ExportRefused("\n".join(refusals))
    frames, asked = figure_frames(review, only), preset(journal)
    with sole_writer(project.lock, "evidence figures"):
        drawn = draw_figures(
            project.root,
            frames,
            folder,
            side_by_side=2,
            done=done,
            journal=journal,
            palette=palette,
            width=width,
            formats=tuple(formats) or asked.formats,
            dpi=dpi or asked.dpi,
        )
    for name in drawn:
        for words in _too_high(folder, name, asked):
            done(words)
    return drawn


def _too_high(folder: Path, name: str, journal: Preset) -> list[str]:
    """What is said of a figure that is higher than the journal's page."""
    record = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    if record["within_height_limit"] is not False:
        return []
    height = record["size_mm"]["height"]
    return [
        f"{name}: {height:.0f} mm high, {journal.label} allows {journal.height_limit_mm:.0f} mm; "
        "divide it, or ask for a wider one"
    ]
