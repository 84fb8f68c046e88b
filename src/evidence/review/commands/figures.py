"""Figures on request: some of the figures, in a journal's sizes and formats."""

from collections.abc import Collection
from pathlib import Path

from evidence.coded.problems import ProblemsFound
from evidence.errors import EvidenceError
from evidence.figures.canvas.export import FORMATS as KNOWN_FORMATS
from evidence.figures.canvas.journal_presets import presets
from evidence.files.lock import sole_writer
from evidence.review.build.figures import FORMATS, draw_figures, figure_frames
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
    formats: Collection[str],
) -> list[str]:
    known = {
        "figure": (declared, only),
        "journal": (list(presets()), [journal]),
        "palette": (PALETTES, [palette]),
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
    formats=(),
    dpi: int = 300,
    done=lambda name: None,
) -> list[str]:
    """Draw the figures named in ``only`` (all if none) into ``folder``; their names.

    Raises
    ------
    ExportRefused : an unknown figure, journal, palette or format, all of them at once, or problems
    in the tables.
    """
    try:
        review = read_review(project)
        refusals = _refusals(review.figures, only, journal, palette, formats)
    except ProblemsFound as problems:
        raise ExportRefused(str(problems)) from None
    if refusals:
        raise ExportRefused("\n".join(refusals))
    frames = figure_frames(review, only)
    with sole_writer(project.lock, "evidence figures"):
        return draw_figures(
            project.root,
            frames,
            folder,
            side_by_side=2,
            done=done,
            journal=journal,
            palette=palette,
            formats=tuple(formats) or FORMATS,
            dpi=dpi,
        )
