"""A specification curve in words, from the numbers it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.figures.canvas.description import Description
from evidence.figures.canvas.measures import LAYOUTS
from evidence.figures.diagnostics.specification_curve.check import check, in_order, main_analysis

if TYPE_CHECKING:
    import pandas as pd


def describe(
    frame: pd.DataFrame, *, outcome: str, measure: str, choices: dict[str, str]
) -> Description:
    """Return the words of the curve: how many analyses, their range, how many exclude no effect.

    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {"estimate": [0.5, 0.8], "low": [0.3, 0.6], "high": [0.9, 1.1], "model": ["a", "b"]}
    ... )
    >>> words = describe(
    ...     frame, outcome="remission", measure="risk_ratio", choices={"model": "Model"}
    ... )
    >>> words.alt.split("; ")  # doctest: +NORMALIZE_WHITESPACE
    ['Specification curve of remission (risk ratio): 2 analyses, from 0.50 [0.30, 0.90] to 0.80
    [0.60, 1.10]', '1 interval of 2 excludes 1.']
    """
    kind, ordered = check(frame, measure, choices), in_order(frame)
    alt = (
        f"Specification curve of {outcome} "
        f"({kind.name}{', percent' if kind.percent else ''}): {len(ordered)} analyses"
    )
    if len(ordered):
        ends = (
            (
                f"{kind.written(row['estimate'])} "
                f"{LAYOUTS['compact'].written_interval(kind, row['low'], row['high'])}"
            )
            for row in (ordered.iloc[0], ordered.iloc[-1])
        )
        alt += ", from {} to {}".format(*ends)
    for row in ordered[main_analysis(ordered)].to_dict("records"):
        alt += f"; the main analysis gives {kind.written(row['estimate'])}"
    if kind.reference is not None:
        outside = int(
            ((ordered["low"] > kind.reference) | (ordered["high"] < kind.reference)).sum()
        )
        alt += (
            f"; {outside} {'interval' if outside == 1 else 'intervals'} of {len(ordered)} "
            f"{'excludes' if outside == 1 else 'exclude'} {kind.reference:g}"
        )
    absent = len(frame) - len(ordered)
    alt += f"; {absent} gave no estimate." if absent else "."
    caption = (
        "Above, the estimates of all analyses in order, with their intervals; below, "
        "what each of them "
        "chose. Intervals longer than the plot are cut at its edge. Neighbouring "
        "analyses share most of their data, so the curve is no sample."
    )
    return Description(f"{kind.name.capitalize()} of {outcome} under every choice", caption, alt)
