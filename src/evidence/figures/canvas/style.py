"""How every figure looks: a context that changes matplotlib only inside its block."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evidence.figures.canvas.check_frame import FrameError
from evidence.figures.canvas.journal_presets import AVOIDABLE, Preset, preset
from evidence.figures.fonts import FAMILIES, letters, register

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.typing import ColorType

MM_PER_INCH = 25.4

# What makes the same figure the same bytes, whatever a reader's own settings are;
# export applies these too. Text is not hinted, so that it is as wide as measured.
REPRODUCIBLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "evidence",
    "svg.id": None,
    "svg.image_inline": True,
    "pdf.fonttype": 42,
    "pdf.compression": 6,
    "pdf.use14corefonts": False,
    "path.snap": True,
    "path.simplify": True,
    "path.simplify_threshold": 1 / 9,
    "path.sketch": None,
    "agg.path.chunksize": 0,
    "text.hinting": "none",
    "text.antialiased": True,
    "image.composite_image": True,
    "savefig.bbox": None,
    "savefig.transparent": False,
}

NAMES = ("black", "orange", "sky", "green", "yellow", "blue", "vermillion", "purple")
# Greys far enough apart to be distinguished; light enough for black text where the
# colour is light. Yellow is never a line or a marker: only a fill, with an outline around it.
GREYS = dict(
    zip(NAMES, ("0.0", "0.62", "0.74", "0.48", "0.90", "0.25", "0.38", "0.55"), strict=True)
)


@dataclass(frozen=True, slots=True)
class FigureStyle:
    """The style of one figure: a journal's sizes and a palette (``colour`` or ``grey``)."""

    preset: Preset
    palette: str = "colour"

    @property
    def text_pt(self) -> float:
        """The size of ordinary text, in points at final size."""
        return self.preset.text_pt

    @property
    def small_pt(self) -> float:
        """The size of the smallest text, in points at final size."""
        return self.preset.small_pt

    @property
    def heading_pt(self) -> float:
        """The size of headings and panel letters, in points at final size."""
        return self.preset.heading_pt

    def colour(self, name: str) -> ColorType:
        """Return an Okabe-Ito colour by name, or its grey in the grey palette.

        Raises :class:`FrameError` for another name.

        >>> FigureStyle(preset("default"), "grey").colour("blue")
        '0.25'
        """
        if name not in NAMES:
            raise FrameError(f"colour {name!r} is unknown; allowed are {', '.join(NAMES)}")
        if self.palette == "grey":
            return GREYS[name]
        import matplotlib

        return matplotlib.color_sequences["okabe_ito"][NAMES.index(name)]

    @property
    def ink(self) -> str:
        """The colour of text and of the marks that carry the data."""
        return "0.0"

    @property
    def muted(self) -> str:
        """The grey of text and lines that step back (still 7:1 on white)."""
        return "0.35"

    @property
    def faint(self) -> str:
        """The grey of rules and bands that only guide the eye; never of text."""
        return "0.82"

    def avoids(self, what: str) -> bool:
        """Does the journal ask authors to leave this out?

        Raises :class:`FrameError` for what no journal asks about here.

        >>> FigureStyle(preset("nature")).avoids("gridlines")
        True
        """
        if what not in AVOIDABLE:
            raise FrameError(f"{what!r} cannot be avoided; known are {', '.join(AVOIDABLE)}")
        return what in self.preset.avoid

    def figure(self, width: str = "double", height_mm: float = 80.0) -> Figure:
        """Return an empty matplotlib figure of a column width and a height in millimetres."""
        from matplotlib.figure import Figure

        return Figure(figsize=(self.preset.width_mm(width) / MM_PER_INCH, height_mm / MM_PER_INCH))


def bold(words: str) -> dict:
    """Return what makes matplotlib set these words bold: ``axes.set_title(words, **bold(words))``.

    Words with letters that the bold face lacks stay regular, since the fonts that
    have them are not bold (matplotlib would log that each time).

    >>> bold("Adults"), bold("成人")
    ({'family': 'Arimo', 'weight': 'bold'}, {'weight': 'normal'})
    """
    known = all(ord(letter) in letters("bold") for letter in words)
    return {"family": FAMILIES[0], "weight": "bold"} if known else {"weight": "normal"}


_current: ContextVar[FigureStyle | None] = ContextVar("style", default=None)


def current() -> FigureStyle:
    """Return the style of the enclosing ``with style()``, or the default style outside any.

    >>> current().preset.name
    'default'
    """
    return _current.get() or FigureStyle(preset("default"))


@contextmanager
def style(
    journal: str = "default", palette: str = "colour", fonts: tuple[str, ...] = ()
) -> Iterator[FigureStyle]:
    """Draw in a journal's sizes inside a ``with`` block; nothing is changed outside.

    Parameters: ``journal``, a name in presets.toml; ``palette``, ``colour`` or
    ``grey`` (print-safe); ``fonts``, installed families to try for letters that
    Arimo lacks. Yields the :class:`FigureStyle`. Text is never read as mathematics,
    so ``$`` in a study's name is a dollar. Raises :class:`FrameError` for an
    unknown journal or palette.

    >>> with style("nature", palette="grey") as figure_style:
    ...     figure_style.small_pt, current() is figure_style
    (6.0, True)
    """
    if palette not in ("colour", "grey"):
        raise FrameError(f"palette {palette!r} is unknown; allowed are colour, grey")
    from matplotlib import rc_context

    register()
    figure_style = FigureStyle(preset(journal), palette)
    token = _current.set(figure_style)
    try:
        with rc_context(_parameters(figure_style, fonts)):
            yield figure_style
    finally:
        _current.reset(token)


def _parameters(figure_style: FigureStyle, fonts: tuple[str, ...]) -> dict:
    text = {
        "font.family": [FAMILIES[0], *fonts, *FAMILIES[1:]],
        "font.size": figure_style.text_pt,
        "axes.titlesize": figure_style.heading_pt,
        "axes.titlelocation": "left",
        "axes.labelsize": figure_style.text_pt,
        "legend.fontsize": figure_style.small_pt,
        "xtick.labelsize": figure_style.small_pt,
        "ytick.labelsize": figure_style.small_pt,
        "text.parse_math": False,
        "text.usetex": False,
        "axes.unicode_minus": True,
        "axes.formatter.use_mathtext": False,
        "axes.formatter.useoffset": False,
    }
    lines = {
        "lines.linewidth": 0.9,
        "lines.markersize": 4.0,
        "patch.linewidth": 0.6,
        "hatch.linewidth": 0.5,
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": figure_style.muted,
        "axes.grid": False,
        "axes.axisbelow": True,
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "xtick.minor.width": 0.5,
        "ytick.minor.width": 0.5,
        "xtick.major.size": 3.0,
        "ytick.major.size": 3.0,
        "xtick.minor.size": 1.5,
        "ytick.minor.size": 1.5,
        "xtick.color": figure_style.muted,
        "ytick.color": figure_style.muted,
        "xtick.labelcolor": figure_style.ink,
        "ytick.labelcolor": figure_style.ink,
        "legend.frameon": False,
        "legend.handlelength": 1.8,
        "legend.borderaxespad": 0.0,
    }
    background = {
        "figure.facecolor": "white",
        "axes.facecolor": "white",
        "savefig.facecolor": "white",
        "figure.dpi": 100,
        "figure.autolayout": False,
        "figure.constrained_layout.use": False,
    }
    return {**text, **lines, **background, **REPRODUCIBLE}
