"""Leave-one-out forest plot: the pooled estimate without each study in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.figures import forest
from evidence.figures.cumulative import COLUMNS, rows, statistics
from evidence.figures.description import Description
from evidence.figures.forest_layout import LAYOUTS, MEASURES
from evidence.figures.frames import require, require_rows
from evidence.figures.style import current
from evidence.figures.wording import MINUS, counted, one_line

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KIND = "a leave-one-out forest plot"


def draw(figure: Figure, frame: pd.DataFrame, *, measure: str,
         overall: tuple[float, float, float] | None = None, **wishes) -> Axes:
    """Draw the pooled estimates over the whole figure, make it as high as its rows, return the axes.

    Columns of ``frame``: ``label`` of the study left out; ``estimate``, ``low``,
    ``high`` of the others, on the scale of reading; if known ``k``, ``tau2``,
    ``i2_percent``. ``overall`` is the estimate of all studies with its interval,
    shown as a line in a pale band. Further ``wishes`` are those of
    :func:`evidence.figures.forest.draw`.

    Raises :class:`~evidence.figures.frames.FrameError` for missing columns or rows.
    """
    require(frame, COLUMNS, KIND)
    require_rows(frame, KIND)
    heading = {"label_heading": "Leaving out", **wishes}
    axes = forest.draw(figure, rows(frame, f"{MINUS} "), measure=measure, layout="compact",
                       columns=statistics(frame), **heading)
    if overall is not None:
        axes.axvspan(overall[1], overall[2], color="0.92", linewidth=0, zorder=0, gid="overall interval")
        axes.axvline(overall[0], color=current().muted, linewidth=0.7, linestyle=(0, (1.5, 2)), zorder=1,
                     gid="overall")
    return axes


def describe(frame: pd.DataFrame, *, outcome: str, measure: str) -> Description:
    """Return the words of the plot: whose omission gives the lowest and the highest estimate.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"label": ["A", "B"], "estimate": [0.5, 0.7], "low": [0.2, 0.5], "high": [1.1, 0.9]})
    >>> describe(frame, outcome="remission", measure="risk_ratio").alt.split(": ")[1]
    'from 0.50 [0.20, 1.10] without A to 0.70 [0.50, 0.90] without B.'
    """
    require(frame, COLUMNS, KIND)
    kind, known = MEASURES[measure], frame[frame["estimate"].notna()]
    alt = f"Leave-one-out forest plot of {outcome} ({kind.name}), {counted(len(frame))}"
    if len(known):
        ends = [known.loc[known["estimate"].idxmin()], known.loc[known["estimate"].idxmax()]]
        alt += ": " + " to ".join(
            f"{'' if i else 'from '}{kind.written(row['estimate'])} "
            f"{LAYOUTS['compact'].written_interval(kind, row['low'], row['high'])} without {one_line(row['label'])}"
            for i, row in enumerate(ends))
    caption = ("Each row pools all studies but the one named. Squares are pooled estimates, all of one size; lines "
               "are their confidence intervals. The dotted line and the band, where drawn, are the estimate of all "
               "studies and its interval.")
    return Description(f"{kind.name.capitalize()} of {outcome} without each study", caption, f"{alt}.")
