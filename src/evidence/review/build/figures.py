"""The figures drawn and exported, several at a time, with a page that shows them all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import as_completed
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from evidence.coded.settings import read_settings
from evidence.figures.canvas.description import Description, caption_in_markdown
from evidence.figures.canvas.export import export
from evidence.figures.canvas.style import FigureStyle, style
from evidence.files.atomic_write import staging_folder, write_file
from evidence.files.csv_text import csv_text
from evidence.files.escape import markdown
from evidence.review.build.worker_processes import worker_processes
from evidence.review.core.definitions import definitions_in
from evidence.review.core.figure_specs import NOT_DRAWN, FigureSpec, figure_specs
from evidence.review.core.open_review import Review
from evidence.review.core.project import Project
from evidence.review.core.reads import noted
from evidence.review.core.stamps import Inputs, Stamps, digest_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = ("svg", "pdf", "png")  # what is committed; TIFF is made on request
PAGE = "README.md"


def figure_and_description(
    spec: FigureSpec, frame: pd.DataFrame, figure_style: FigureStyle, width: str = "double"
) -> tuple[Figure, Description]:
    """Draw a figure of the review in the style in force; return it with its description."""
    figure = figure_style.figure(width)
    spec.module.draw(figure, frame, **spec.draw_options())
    description = spec.module.describe(frame, **spec.words())
    return figure, spec.with_notes(description, frame)


def draw_figure(
    spec: FigureSpec,
    frame: pd.DataFrame,
    folder: Path,
    *,
    journal: str = "default",
    palette: str = "colour",
    width: str = "double",
    formats: Collection[str] = FORMATS,
    dpi: int = 300,
) -> list[Path]:
    """Draw one figure in a journal's sizes and export it; the paths written."""
    with style(journal, palette=palette) as figure_style:
        figure, description = figure_and_description(spec, frame, figure_style, width)
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
        name: spec.frame(review.coded, review.derived)
        for name, spec in review.figures.items()
        if not only or name in only
    }


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
    # The figures of most rows first: the last of them does not wait for one worker alone.
    longest_first = sorted(drawn.items(), key=lambda item: -len(item[1]))
    if drawn:
        with worker_processes(side_by_side) as pool:
            drawings = [
                pool.submit(_draw_named, root, name, frame, folder, options)
                for name, frame in longest_first
            ]
            for drawing in as_completed(drawings):
                done(drawing.result())
    return list(drawn)


def gallery_page(folders: Sequence[Path], names: Iterable[str]) -> str:
    """A page in Markdown that shows every figure with its caption and alternative text.

    Parameters
    ----------
    folders : where the record of a figure is looked for, the newest first.
    """
    import json

    parts = [
        (
            "# Figures\n\nEach figure comes as SVG, PDF and PNG, with the data drawn (CSV) "
            "and a record of its words, sources and digests (JSON).\n"
        )
    ]
    for name in names:
        path = next(file for folder in folders if (file := folder / f"{name}.json").is_file())
        record = json.loads(path.read_text(encoding="utf-8"))
        links = " · ".join(f"[{kind}]({name}.{kind})" for kind in (*FORMATS, "csv", "json"))
        title, alt = (markdown(record[words]) for words in ("title", "alt"))
        caption = caption_in_markdown(record["finding"], record["caption"])
        parts.append(f"## {title}\n\n![{alt}]({name}.png)\n\n{caption}\n\n{links}\n")
    return "\n".join(parts)


def draw_gallery(
    project: Project,
    review: Review,
    stamps: Stamps,
    inputs: Inputs,
    *,
    side_by_side: int,
    done: Callable[[str], object] = lambda name: None,
) -> list[Path]:
    """Draw every figure whose rows have moved into ``figures/``, with the page that shows them
    all, all or none; the paths of all of them.
    """
    rows = {
        name: _stale_rows(review, spec, stamps, inputs) for name, spec in review.figures.items()
    }
    stale = {name: found for name, found in rows.items() if found}
    frames = {
        name: frame
        for name, (frame, _) in stale.items()
        if not _as_drawn(name, frame, stamps, inputs)
    }
    with_rows = {
        name
        for name, found in rows.items()
        if (len(found[0]) if found else stamps.outputs(_step(name)))
    }

    def is_obsolete(name: str) -> bool:
        return Path(name).stem not in with_rows and name != PAGE

    with staging_folder(project.figures, is_obsolete) as aside:
        draw_figures(project.root, frames, aside, side_by_side=side_by_side, done=done)
        shown = [name for name in rows if name in with_rows]
        write_file(aside / PAGE, gallery_page((aside, project.figures), shown))
    for name, (frame, reads) in stale.items():
        files = _files(project, name) if name in with_rows else []
        stamps.record(_step(name), inputs.of(reads), files, reads)
        stamps.record(_rows_step(name), _digest_of_rows(frame, inputs), files)
    return [project.figures / PAGE, *(path for name in shown for path in _files(project, name))]


def _stale_rows(
    review: Review, spec: FigureSpec, stamps: Stamps, inputs: Inputs
) -> tuple[pd.DataFrame, set[str]] | None:
    """What a figure is drawn from and the tables behind it, unless none of these has moved."""
    step = _step(spec.name)
    if stamps.fresh(step, inputs.of(stamps.reads(step))):
        return None
    names: set[str] = set()
    reading = noted(review, names.add)
    return spec.frame(reading.coded, reading.derived), names


def _as_drawn(name: str, frame: pd.DataFrame, stamps: Stamps, inputs: Inputs) -> bool:
    """Is the figure drawn from these rows by this code already?"""
    return stamps.fresh(_rows_step(name), _digest_of_rows(frame, inputs))


def _digest_of_rows(frame: pd.DataFrame, inputs: Inputs) -> str:
    return digest_of(inputs.code, csv_text(frame))


def _step(name: str) -> str:
    return f"figures/{name}"


def _rows_step(name: str) -> str:
    return f"figures/{name}, rows"


def _files(project: Project, name: str) -> list[Path]:
    return [project.figures / f"{name}.{kind}" for kind in (*FORMATS, "csv", "json")]
