"""The figures drawn and exported, several at a time, with a page that shows them all."""

from collections.abc import Callable, Collection
from concurrent.futures import as_completed
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from evidence.coded.settings import read_settings
from evidence.figures.canvas.description import caption_in_markdown
from evidence.figures.canvas.export import export
from evidence.figures.canvas.style import style
from evidence.files.atomic_write import staging_folder, write_file
from evidence.files.escape import markdown
from evidence.review.build.worker_processes import worker_processes
from evidence.review.core.definitions import definitions_in
from evidence.review.core.figure_specs import FigureSpec, figure_specs
from evidence.review.core.open_review import Review
from evidence.review.core.project import Project
from evidence.summary.figure_rows.forest import NothingPooled

FORMATS = ("svg", "pdf", "png")  # what is committed; TIFF is made on request
PAGE = "README.md"
NOT_DRAWN = "not drawn: nothing coded"


def figure_and_description(spec: FigureSpec, frame: pd.DataFrame, figure_style):
    """Draw a figure of the review in the style in force; return it with its description."""
    figure = figure_style.figure("double")
    spec.module.draw(figure, frame, **spec.draw_options())
    return figure, spec.module.describe(frame, **spec.words(frame))


def draw_figure(
    spec: FigureSpec,
    frame: pd.DataFrame,
    folder: Path,
    *,
    journal: str = "default",
    palette: str = "colour",
    formats=FORMATS,
    dpi: int = 300,
) -> list[Path]:
    """Draw one figure in a journal's sizes and export it; the paths written."""
    with style(journal, palette=palette) as figure_style:
        figure, description = figure_and_description(spec, frame, figure_style)
        paths = export(
            figure,
            spec.name,
            folder,
            description=description,
            data=frame,
            formats=formats,
            dpi=dpi,
        )
    return list(paths.values())


def figure_frames(review: Review, only: Collection[str] = ()) -> dict[str, pd.DataFrame]:
    """What each figure of the review (or each that is named) is drawn from; a figure of which
    nothing is coded has no rows.
    """
    return {
        name: _rows(spec, review)
        for name, spec in review.figures.items()
        if not only or name in only
    }


def _rows(spec: FigureSpec, review: Review) -> pd.DataFrame:
    try:
        return spec.frame(review.coded, review.derived)
    except NothingPooled:  # too few studies for a pool are no reason to stop a build
        return pd.DataFrame()


@cache
def _specs_in(root: Path) -> dict[str, FigureSpec]:
    return figure_specs(read_settings(root), definitions_in(root))


def _draw_named(
    root: Path, name: str, frame: pd.DataFrame, folder: Path, options: dict[str, Any]
) -> str:
    """What a worker does: specifications hold functions, which do not travel between processes, so
    that it reads them itself.
    """
    draw_figure(_specs_in(root)[name], frame, folder, **options)
    return name


def draw_figures(
    root: Path,
    frames: dict[str, pd.DataFrame],
    folder: Path,
    *,
    side_by_side: int,
    done: Callable[[str], object] = lambda name: None,
    **options: Any,
) -> list[str]:
    """Draw figures by name, ``side_by_side`` at once, without those that have no rows.

    Parameters
    ----------
    root : the folder of the review. done : called with the name of each figure that is drawn, and
        with that of each that is not.

    Returns
    -------
    The names of the figures drawn.
    """
    drawn = {name: frame for name, frame in frames.items() if len(frame)}
    for name in frames.keys() - drawn:
        done(f"{name}: {NOT_DRAWN}")
    if drawn:
        with worker_processes(side_by_side) as pool:
            drawings = [
                pool.submit(_draw_named, root, name, frame, folder, options)
                for name, frame in drawn.items()
            ]
            for drawing in as_completed(drawings):
                done(drawing.result())
    return list(drawn)


def gallery_page(folder: Path, names) -> str:
    """A page in Markdown that shows every figure with its caption and alternative text."""
    import json

    parts = [
        (
            "# Figures\n\nEach figure comes as SVG, PDF and PNG, with the data drawn (CSV) "
            "and a record of its words, sources and digests (JSON).\n"
        )
    ]
    for name in names:
        record = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        links = " · ".join(f"[{kind}]({name}.{kind})" for kind in (*FORMATS, "csv", "json"))
        title, alt = (markdown(record[words]) for words in ("title", "alt"))
        caption = caption_in_markdown(record["finding"], record["caption"])
        parts.append(f"## {title}\n\n![{alt}]({name}.png)\n\n{caption}\n\n{links}\n")
    return "\n".join(parts)


def draw_gallery(
    project: Project,
    review: Review,
    *,
    side_by_side: int,
    done: Callable[[str], object] = lambda name: None,
) -> list[Path]:
    """Draw every figure into ``figures/`` with the page that shows them, all or none; the paths
    written.
    """
    frames = figure_frames(review)
    with staging_folder(project.figures, obsolete=lambda name: True) as aside:
        drawn = draw_figures(project.root, frames, aside, side_by_side=side_by_side, done=done)
        write_file(aside / PAGE, gallery_page(aside, drawn))
        written = sorted(path.name for path in aside.iterdir())
    return [project.figures / name for name in written]
