"""A matplotlib figure with its data and its words, ready for a manuscript."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from html import escape
from inspect import signature
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure

from evidence.analysis.figure_area import FigureArea
from evidence.figures import kind_named
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.export import export
from evidence.figures.canvas.style import MM_PER_INCH, current, style

SCREEN_DPI = 200  # enough for a notebook on a screen of twice the usual density
# Type of 8 points is read at 15 pixels then; a column of JupyterLab or a page has about 900.
SCREEN_PIXELS_PER_INCH = 135


class EvidenceFigure(Figure):
    """A matplotlib ``Figure`` that knows what it shows.

    Attributes
    ----------
    data : the rows drawn.
    description : title, caption and alternative text, made from the numbers drawn.
    """

    data: pd.DataFrame
    description: Description
    journal: str
    palette: str

    def export(
        self,
        name: str,
        folder: Path | str = ".",
        *,
        formats: Iterable[str] = ("svg", "pdf", "png"),
        dpi: int = 300,
    ) -> dict[str, Path]:
        """Write the figure in every format, its data and its words; return the paths by kind.

        Raises `FrameError` for an unknown format or a name that is no file name.

        >>> import evidence as ev, tempfile
        >>> fit = ev.pool({"study": ["A", "B", "C"], "xi": [1, 4, 6], "ni": [10, 20, 30]}, "PLO")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     sorted(ev.forest(fit).export("rates", folder, formats=["svg"]))
        ['csv', 'json', 'svg']
        """
        with style(self.journal, self.palette):
            return export(
                self,
                name,
                folder,
                description=self.description,
                data=self.data,
                formats=formats,
                dpi=dpi,
            )

    def _repr_html_(self) -> str:
        """The picture with its alternative text, as a notebook shows it and keeps it."""
        picture = io.BytesIO()
        with style(self.journal, self.palette):
            self.savefig(
                picture,
                format="png",
                dpi=SCREEN_DPI,
                facecolor="white",
                metadata={"Software": None},
            )
        encoded = base64.b64encode(picture.getvalue()).decode()
        width = round(float(self.get_size_inches()[0]) * SCREEN_PIXELS_PER_INCH)
        return (
            f'<img src="data:image/png;base64,{encoded}" '
            f'style="width:100%;max-width:{width}px;height:auto" '
            f'alt="{escape(self.description.alt, quote=True)}">'
        )


def drawn(
    kind: str | ModuleType,
    frame: pd.DataFrame,
    *,
    draw: dict[str, Any],
    describe: dict[str, Any],
    journal: str = "default",
    palette: str = "colour",
    width: str = "double",
    height_mm: float = 85.0,
    ax: Axes | SubFigure | Figure | None = None,
) -> EvidenceFigure:
    """Return a figure of one kind, drawn in a journal's sizes from a frame.

    ``kind`` is the name of one, or the module of one that the package does not have; ``draw`` and
    ``describe`` are the further arguments of its two functions. ``ax`` is
    a part of a reader's figure to draw into: that figure is returned then, and it has no words of
    its own, since it may hold more. Raises `FrameError` for a frame that cannot be drawn.
    """
    module = kind_named(kind) if isinstance(kind, str) else kind
    with style(journal, palette):
        if ax is not None:
            area = FigureArea(ax)
            module.draw(area, frame, **draw)
            return cast(EvidenceFigure, area.root)  # a matplotlib figure without words
        size = (current().preset.width_mm(width) / MM_PER_INCH, height_mm / MM_PER_INCH)
        figure = EvidenceFigure(figsize=size)
        module.draw(figure, frame, **draw)
        figure.data, figure.description = frame, module.describe(frame, **describe)
    figure.journal, figure.palette = journal, palette
    return figure


# What every figure takes beside its own arguments.
_ARGUMENTS = signature(drawn).parameters
STYLE = [name for name, each in _ARGUMENTS.items() if each.default is not each.empty]
