"""A part of a figure that a kind draws into as if it were a figure of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.figures.canvas.check_frame import FrameError
from evidence.figures.canvas.page import figure_of
from evidence.figures.canvas.style import MM_PER_INCH

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure
    from matplotlib.text import Text
    from matplotlib.transforms import Transform

ROUNDING_MM = 0.05  # a figure this much too large still fits


class FigureArea:
    """The area of axes, of a part of a figure or of a whole figure, measured in inches.

    It answers what :class:`evidence.figures.canvas.page.Page` asks of a figure. What is drawn
    begins at the upper edge of the area; axes that are given are made invisible, since kinds lay
    out axes of their own.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> left, right = Figure(figsize=(10, 4)).subfigures(1, 2)
    >>> FigureArea(right).get_size_inches().tolist()
    [5.0, 4.0]
    """

    def __init__(self, target: Axes | SubFigure | Figure) -> None:
        from matplotlib.axes import Axes

        if isinstance(target, Axes):
            target.set_axis_off()
            self.root = figure_of(target)
        elif hasattr(target, "get_figure"):
            self.root = target.get_figure(root=True)
        else:
            raise FrameError(f"ax: {target!r} found; allowed: matplotlib's axes or a figure")
        box = target.bbox.transformed(self.root.dpi_scale_trans.inverted())
        self._left, self._top, self._size = box.x0, box.y1, (box.width, box.height)

    def get_size_inches(self) -> np.ndarray:
        """Return width and height in inches."""
        import numpy as np

        return np.array(self._size)

    def set_size_inches(self, width: float, height: float) -> None:
        """Take the upper part of the area, as high as what is drawn.

        Raises
        ------
        FrameError : the area is too small.
        """
        needed, given = (width * MM_PER_INCH, height * MM_PER_INCH), self._size_mm()
        if needed[0] > given[0] + ROUNDING_MM or needed[1] > given[1] + ROUNDING_MM:
            raise FrameError(
                f"the figure needs {needed[0]:.0f} x {needed[1]:.0f} mm, and what ax names has "
                f"{given[0]:.0f} x {given[1]:.0f} mm: make that larger"
            )
        self._size = (width, height)

    def _size_mm(self) -> tuple[float, float]:
        return (self._size[0] * MM_PER_INCH, self._size[1] * MM_PER_INCH)

    @property
    def dpi_scale_trans(self) -> Transform:
        """Inches from the lower left corner of the area to pixels."""
        from matplotlib.transforms import Affine2D

        bottom = self._top - self._size[1]
        return Affine2D().translate(self._left, bottom) + self.root.dpi_scale_trans

    def text(self, *place_and_words: Any, **options: Any) -> Text:
        """Set text; ``transform`` says where."""
        return self.root.text(*place_and_words, **options)

    def add_artist(self, artist: Artist) -> Artist:
        """Add what has its own transform."""
        return self.root.add_artist(artist)

    def get_children(self) -> list[Artist]:
        """Return the artists of the whole figure."""
        return self.root.get_children()

    def add_axes(self, box: tuple[float, float, float, float], **options: Any) -> Axes:
        """Add axes whose box is given in parts of the area."""
        whole = self.root.get_size_inches()
        corner = (self._left, self._top - self._size[1])
        left, bottom = ((corner[i] + box[i] * self._size[i]) / float(whole[i]) for i in range(2))
        width, height = (box[i + 2] * self._size[i] / float(whole[i]) for i in range(2))
        return self.root.add_axes((left, bottom, width, height), **options)
