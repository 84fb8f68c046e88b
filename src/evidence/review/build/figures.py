"""The figures drawn and exported, several at a time, with a page that shows them all."""

from concurrent.futures import as_completed
from pathlib import Path

import pandas as pd

from evidence.figures import kind_named
from evidence.figures.canvas.description import caption_in_markdown
from evidence.figures.canvas.export import export
from evidence.figures.canvas.style import style
from evidence.files.atomic_write import staging_folder, write_file
from evidence.files.escape import markdown
from evidence.review.build.worker_processes import worker_processes
from evidence.review.core.figure_specs import FIGURES, FigureSpec
from evidence.review.core.open_review import Review
from evidence.review.core.project import Project

FORMATS = ("svg", "pdf", "png")  # what is committed; TIFF is made on request
PAGE = "README.md"


def figure_and_description(spec: FigureSpec, frame: pd.DataFrame, figure_style):
    """Draw a figure of the review in the style in force; return it with its description."""
    kind = kind_named(spec.kind)
    figure = figure_style.figure("double")
    kind.draw(figure, frame, **spec.draw)
    return figure, kind.describe(frame, **spec.words(frame))


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


def figure_frames(review: Review, only=()) -> dict[str, pd.DataFrame]:
    """What each figure of the review (or each that is named) is drawn from."""
    return {
        spec.name: spec.frame(review.coded, review.derived)
        for spec in FIGURES
        if not only or spec.name in only
    }


def _by_name(name: str) -> FigureSpec:
    return next(spec for spec in FIGURES if spec.name == name)


def _draw_named(name: str, frame: pd.DataFrame, folder: Path, options: dict) -> str:
    """What a worker does: specifications hold functions, which do not travel between processes."""
    draw_figure(_by_name(name), frame, folder, **options)
    return name


def draw_figures(
    frames: dict[str, pd.DataFrame],
    folder: Path,
    *,
    side_by_side: int,
    done=lambda name: None,
    **options,
) -> None:
    """Draw figures by name, ``side_by_side`` at once; ``done`` is called with each name."""
    if not frames:
        return
    with worker_processes(side_by_side) as pool:
        drawings = [
            pool.submit(_draw_named, name, frame, folder, options) for name, frame in frames.items()
        ]
        for drawing in as_completed(drawings):
            done(drawing.result())


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
    project: Project, review: Review, *, side_by_side: int, done=lambda name: None
) -> list[Path]:
    """Draw every figure into ``figures/`` with the page that shows them, all or none; the paths
    written.
    """
    frames = figure_frames(review)
    with staging_folder(project.figures, obsolete=lambda name: True) as aside:
        draw_figures(frames, aside, side_by_side=side_by_side, done=done)
        write_file(aside / PAGE, gallery_page(aside, frames))
        written = sorted(path.name for path in aside.iterdir())
    return [project.figures / name for name in written]
