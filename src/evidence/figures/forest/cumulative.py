"""Cumulative forest plot: the pooled estimate as studies are added one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.figures import forest
from evidence.figures.canvas.check_frame import FrameRules, check_frame
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.domain import COUNT, NOT_NEGATIVE, PERCENTAGE
from evidence.figures.canvas.measures import LAYOUTS, Measure, interval_numbers, measure_named
from evidence.figures.canvas.text import counted, one_line

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KIND = "a cumulative forest plot"
COLUMNS = ("label", "estimate", "low", "high")
STATISTICS = {"k": "Studies", "tau2": "τ²", "i2_percent": "I² (%)"}


def draw(
    figure: Figure,
    frame: pd.DataFrame,
    *,
    measure: str,
    favours: tuple[str, str] | None = None,
    limits: tuple[float, float] | None = None,
    label_heading: str = "Adding",
    axis_label: str | None = None,
) -> Axes:
    """Draw the pooled estimates over the whole figure, make it as high as its rows, return the
    axes.

    Columns of ``frame``, in the order of adding: ``label`` of the study added;
    ``estimate``, ``low``, ``high`` of all studies so far, on the scale of reading; if
    known ``k``, ``tau2``, ``i2_percent`` of them. Rows are pooled estimates of
    overlapping studies, so there is no diamond and no weight. The
    others are those of :func:`evidence.figures.forest.draw.draw`.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` for missing columns or rows,
    an unknown measure, values it cannot have and estimates outside their limits.
    """
    check(frame, measure, KIND)
    return forest.draw(
        figure,
        rows(frame, "+ "),
        measure=measure,
        layout="compact",
        columns=statistics(frame),
        favours=favours,
        limits=limits,
        label_heading=label_heading,
        axis_label=axis_label,
    )


def check(frame: pd.DataFrame, measure: str, kind: str) -> Measure:
    """Return the measure, or raise :class:`FrameError` for pooled estimates that cannot be.

    ``kind`` is the figure that a refusal names.
    """
    measured = measure_named(measure, kind)
    statistics = {"k": COUNT, "tau2": NOT_NEGATIVE, "i2_percent": PERCENTAGE}
    rules = FrameRules(
        kind,
        COLUMNS,
        codes={"row_type": ("study", "summary")},
        numbers={**interval_numbers(measured), **statistics},
        intervals=(("low", "estimate", "high"),),
    )
    check_frame(frame, rules)
    return measured


def rows(frame: pd.DataFrame, sign: str) -> pd.DataFrame:
    """Return the frame as rows of a forest plot, a sign before each study's
    name, without weights.
    """
    plain = frame.drop(columns=["weight"], errors="ignore").reset_index(drop=True)
    kinds = plain["row_type"] if "row_type" in plain else ["study"] * len(plain)
    labels = [
        one_line(label) if kind == "summary" else f"{sign}{one_line(label)}"
        for kind, label in zip(kinds, plain["label"], strict=True)
    ]
    return plain.assign(row_type=list(kinds), label=labels)


def statistics(frame: pd.DataFrame) -> dict[str, str]:
    """Return the headings of the statistics that the frame holds."""
    return {name: heading for name, heading in STATISTICS.items() if name in frame}


def describe(frame: pd.DataFrame, *, outcome: str, measure: str) -> Description:
    """Return the words of the plot: the first and the last pooled estimate.

    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {"label": ["A", "B"], "estimate": [0.5, 0.7], "low": [0.2, 0.5], "high": [1.1, 0.9]}
    ... )
    >>> words = describe(frame, outcome="remission", measure="risk_ratio")
    >>> words.alt  # doctest: +NORMALIZE_WHITESPACE
    'Cumulative forest plot of remission (risk ratio), 2 studies: from 0.50 [0.20, 1.10] to 0.70
    [0.50, 0.90].'
    """
    kind = check(frame, measure, KIND)
    ends = [
        f"{kind.written(row['estimate']) or 'none'} "
        f"{LAYOUTS['compact'].written_interval(kind, row['low'], row['high'])}".strip()
        for row in (frame.iloc[0], frame.iloc[-1])
    ]
    alt = (
        f"Cumulative forest plot of {outcome} "
        f"({kind.name}{', percent' if kind.percent else ''}), {counted(len(frame))}: from "
        f"{ends[0]} to {ends[1]}."
    )
    caption = (
        "Each row pools the study named and all above it. Squares are pooled estimates, "
        "all of one size; "
        "lines are their confidence intervals."
    )
    return Description(f"{kind.name.capitalize()} of {outcome} as studies are added", caption, alt)
