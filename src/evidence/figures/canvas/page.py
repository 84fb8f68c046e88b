"""A figure as a page measured in points from its lower left corner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evidence.figures.canvas.style import bold, current

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text
    from matplotlib.transforms import Transform
    from matplotlib.typing import ColorType

POINTS_PER_INCH = 72
POINTS_PER_MM = POINTS_PER_INCH / 25.4
# From the baseline up to the middle of a capital or a figure, as a part of the size.
HALF_CAPITAL = 0.36


# Left, bottom, right and top edge of an area, in points from the lower left.
Area = tuple[float, float, float, float]


def overlap(a: Area, b: Area) -> bool:
    """Return whether two areas have any part in common; edges that touch are apart.

    >>> overlap((0, 0, 2, 2), (1, 1, 3, 3)), overlap((0, 0, 2, 2), (2, 0, 3, 2))
    (True, False)
    """
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def figure_of(axes: Axes) -> Figure:
    """Return the whole figure that axes stand in."""
    figure = axes.get_figure(root=True)
    assert figure is not None  # axes are only ever made on a figure
    return figure


@dataclass(frozen=True, slots=True)
class Page:
    """Places text, rules and axes on a figure at points (1/72 inch), whatever its dpi.

    >>> from evidence.figures.canvas.style import style
    >>> with style() as figure_style:
    ...     page = Page(figure_style.figure("single", 40))
    ...     round(page.width_pt, 1), page.text(10, 20, "words").get_text()
    (226.8, 'words')
    """

    figure: Figure

    @property
    def width_pt(self) -> float:
        """The width of the figure in points."""
        return float(self.figure.get_size_inches()[0]) * POINTS_PER_INCH

    @property
    def height_pt(self) -> float:
        """The height of the figure in points."""
        return float(self.figure.get_size_inches()[1]) * POINTS_PER_INCH

    def set_height(self, height_pt: float) -> None:
        """Make the figure as high as its content."""
        self.figure.set_size_inches(self.width_pt / POINTS_PER_INCH, height_pt / POINTS_PER_INCH)

    @property
    def transform(self) -> Transform:
        """Points to pixels, at whatever resolution the figure is drawn."""
        from matplotlib.transforms import Affine2D

        return Affine2D().scale(1 / POINTS_PER_INCH) + self.figure.dpi_scale_trans

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float | None = None,
        align: str = "left",
        weight: str = "normal",
        colour: ColorType | None = None,
        gid: str | None = None,
    ) -> Text:
        """Set one line of text whose figures and capitals are centred on height ``y``."""
        size = size or current().text_pt
        return self.figure.text(
            x,
            y - HALF_CAPITAL * size,
            words,
            fontsize=size,
            ha=align,
            va="baseline",
            color=colour or current().ink,
            gid=gid,
            transform=self.transform,
            **(bold(words) if weight == "bold" else {}),
        )

    def rule(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        width: float = 0.6,
        colour: ColorType | None = None,
        gid: str | None = None,
    ) -> None:
        """Draw a straight rule between two points."""
        from matplotlib.lines import Line2D

        self.figure.add_artist(
            Line2D(
                [x0, x1],
                [y0, y1],
                linewidth=width,
                transform=self.transform,
                color=colour or current().muted,
                solid_capstyle="butt",
                gid=gid,
            )
        )

    def axes(self, left: float, bottom: float, right: float, top: float, **options: Any) -> Axes:
        """Return axes whose box is given in points."""
        width, height = self.width_pt, self.height_pt
        box = (left / width, bottom / height, (right - left) / width, (top - bottom) / height)
        return self.figure.add_axes(box, **options)
