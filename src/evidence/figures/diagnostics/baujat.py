"""Baujat plot: which studies make the heterogeneity, and which of them move the result."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from evidence.figures.canvas.check_frame import FrameRules, check_frame
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.domain import NOT_NEGATIVE
from evidence.figures.canvas.point_labels import label_points
from evidence.figures.canvas.text import counted, one_line
from evidence.figures.canvas.xy_plot import from_zero, mark_studies, plane

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

RULES = FrameRules(
    "a Baujat plot",
    ("label", "contribution", "influence"),
    numbers={"contribution": NOT_NEGATIVE, "influence": NOT_NEGATIVE},
)


def draw(figure: Figure, frame: pd.DataFrame) -> Axes:
    """Draw a Baujat plot over the whole figure and return its axes.

    Columns of ``frame``: ``label``; ``contribution`` of the study to Cochran's Q;
    ``influence``, the standardised squared change of the pooled estimate when the
    study is left out (Baujat et al. 2002, doi:10.1002/sim.1221). Names
    stand beside the points from the outermost inwards, as long as they meet no other.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` for missing columns or rows
    and for values below 0.
    """
    check_frame(frame, RULES)
    known = frame[frame["contribution"].notna() & frame["influence"].notna()]
    x = from_zero("Contribution to heterogeneity (Q)", known["contribution"])
    y = from_zero("Influence on the pooled estimate", known["influence"])
    axes = plane(figure, x, y)
    mark_studies(axes, known["contribution"], known["influence"])
    label_points(
        axes,
        known["contribution"],
        known["influence"],
        list(known["label"]),
        order=outermost(known["contribution"], known["influence"]),
    )
    return axes


def outermost(x: Iterable[float], y: Iterable[float]) -> list[int]:
    """Return positions ordered by distance from the origin, each axis scaled
    to its largest value.
    """
    across, up = (
        values / (np.max(np.abs(values), initial=0.0) or 1.0)
        for values in (np.asarray(x, dtype=float), np.asarray(y, dtype=float))
    )
    return [int(i) for i in np.argsort(-(across**2 + up**2), kind="stable")]


def describe(frame: pd.DataFrame, *, outcome: str) -> Description:
    """Return the words of the Baujat plot; the alt text names the outermost study on each axis.

    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {"label": ["A", "B"], "contribution": [0.2, 3.0], "influence": [0.9, 0.1]}
    ... )
    >>> describe(frame, outcome="remission").alt  # doctest: +NORMALIZE_WHITESPACE
    'Baujat plot of remission in 2 studies. B adds most to heterogeneity; A moves the estimate
    most.'
    """
    check_frame(frame, RULES)
    alt = f"Baujat plot of {outcome} in {counted(len(frame))}."
    if frame[["contribution", "influence"]].notna().any().all():
        most = (
            one_line(frame.loc[frame[column].idxmax(), "label"])
            for column in ("contribution", "influence")
        )
        alt += " {} adds most to heterogeneity; {} moves the estimate most.".format(*most)
    caption = (
        "Each circle is a study: to the right, studies that add to Cochran's Q; upwards, "
        "studies whose "
        "omission changes the pooled estimate."
    )
    return Description(f"Sources of heterogeneity in {outcome}", caption, alt)
