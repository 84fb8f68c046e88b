"""Leave-one-out forest plot: the pooled estimate without each study in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.figures import forest
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.measures import LAYOUTS, Measure
from evidence.figures.canvas.text import counted, one_line
from evidence.figures.forest.cumulative import check, rows, statistics
from evidence.figures.forest.describe import rows_in_words
from evidence.figures.forest.finding import value_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KIND = "a leave-one-out forest plot"


def draw(
    figure: Figure,
    frame: pd.DataFrame,
    *,
    measure: str,
    favours: tuple[str, str] | None = None,
    limits: tuple[float, float] | None = None,
    label_heading: str = "Leaving out",
    axis_label: str | None = None,
) -> Axes:
    """Draw the pooled estimates over the whole figure, make it as high as its rows, return the
    axes.

    Columns of ``frame``: ``label`` of the study left out; ``estimate``, ``low``,
    ``high`` of the others, on the scale of reading; if known ``k``, ``tau2``,
    ``i2_percent``, ``row_type``: a row of type ``summary`` is the estimate of all
    studies, drawn as a diamond with a line and a pale band up the plot. The
    others are those of :func:`evidence.figures.forest.draw.draw`.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` for missing columns or rows,
    an unknown measure, values it cannot have and estimates outside their limits.
    """
    check(frame, measure, KIND)
    axes = forest.draw(
        figure,
        rows(frame, ""),
        measure=measure,
        layout="compact",
        columns=statistics(frame),
        favours=favours,
        limits=limits,
        label_heading=label_heading,
        axis_label=axis_label,
    )
    for whole in _parts(frame)[1].itertuples():
        axes.axvspan(
            whole.low, whole.high, color="0.92", linewidth=0, zorder=0, gid="overall interval"
        )
    return axes


def _parts(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows without one study each, and the row of all studies, if there is one."""
    whole = frame["row_type"] == "summary" if "row_type" in frame else frame.index < 0
    return frame[~whole], frame[whole & frame["estimate"].notna()]


def describe(frame: pd.DataFrame, *, outcome: str, measure: str) -> Description:
    """Return the words of the plot: whose omission gives the lowest and the highest estimate.

    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {"label": ["A", "B"], "estimate": [0.5, 0.7], "low": [0.2, 0.5], "high": [1.1, 0.9]}
    ... )
    >>> describe(frame, outcome="remission", measure="risk_ratio").finding.split(" to ", 1)[1]
    '0.50 (without A) at the lowest and 0.70 (without B) at the highest.'
    """
    kind, (left_out, whole) = check(frame, measure, KIND), _parts(frame)
    known = left_out[left_out["estimate"].notna()]
    finding = _finding(known, whole, kind, outcome)
    alt = f"Leave-one-out forest plot of {outcome} ({kind.name}), {counted(len(left_out))}."
    caption = (
        "Each row pools all studies but the one named. Squares are pooled estimates, all "
        "of one size; lines are their 95% confidence intervals."
    )
    if len(whole):
        caption += (
            " The diamond, the dotted line and the band are the estimate of all studies and "
            "its interval."
        )
    title = f"{kind.name.capitalize()} of {outcome} without each study"
    rows = rows_in_words(frame.assign(row_type="study"), kind, LAYOUTS["compact"])
    alt = f"{alt} {finding}"
    return Description(title, caption, alt, f"{alt} The rows: {rows}.", finding)


def _finding(known: pd.DataFrame, whole: pd.DataFrame, kind: Measure, outcome: str) -> str:
    """Which study moves the estimate down and up most, and how far."""
    if known.empty:
        return f"No estimate of {outcome} is known."
    low, high = (
        known.loc[index] for index in (known["estimate"].idxmin(), known["estimate"].idxmax())
    )
    words = (
        f"Leaving out one study moves the estimate to {value_of(low['estimate'], kind)} (without "
        f"{one_line(low['label'])}) at the lowest and {value_of(high['estimate'], kind)} (without "
        f"{one_line(high['label'])}) at the highest"
    )
    of_all = "".join(f"; of all it is {value_of(value, kind)}" for value in whole["estimate"])
    return f"{words}{of_all}."
