"""A multiverse analysis in words, from the numbers it shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from evidence.figures.canvas.description import Description
from evidence.figures.canvas.measures import LAYOUTS, Measure
from evidence.figures.canvas.text import capitalised, counted, one_line, uncapitalised
from evidence.figures.diagnostics.specification_curve.check import (
    Strip,
    check,
    main_analysis,
    strips_of,
)
from evidence.figures.forest.finding import ranging, value_of

if TYPE_CHECKING:
    import pandas as pd

ANALYSES = ("analysis", "analyses")


def describe(
    frame: pd.DataFrame,
    *,
    outcome: str,
    measure: str,
    choices: Mapping[str, str],
    abbreviations: str = "",
) -> Description:
    """Return the words of the strips: how far each choice moves the median.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {
    ...         "estimate": [0.5, 0.6, 0.8, 0.9],
    ...         "low": [0.3, 0.4, 0.6, 0.7],
    ...         "high": [0.9, 1.0, 1.1, 1.2],
    ...         "model": ["a", "b", "a", "b"],
    ...         "studies": ["all", "all", "adults", "adults"],
    ...     }
    ... )
    >>> words = describe(
    ...     frame,
    ...     outcome="remission",
    ...     measure="risk_ratio",
    ...     choices={"studies": "Studies", "model": "Model"},
    ... )
    >>> words.finding
    'The choice of studies moves the median most, from 0.55 to 0.85; that of model by less.'
    """
    kind, strips = check(frame, measure, choices), strips_of(frame, choices)
    finding = _finding(frame, kind, strips, choices)
    known = int(frame["estimate"].notna().sum())
    alt = (
        f"Strips of {counted(known, *ANALYSES)} of {outcome} ({kind.name}), by choice. {finding}"
        f"{_without_estimate(len(frame) - known)}"
    )
    long = f"{alt} {'. '.join(_in_words(strip, kind, choices) for strip in strips)}."
    caption = " ".join([_CAPTION, *_main(frame), abbreviations]).strip()
    title = f"{kind.name.capitalize()} of {outcome} under every choice"
    return Description(title, caption, alt, long, finding)


_CAPTION = (
    "Each point is one analysis; each row holds those that made the choice named, so that every "
    "analysis is in one row of each block. The bar runs from the lowest to the highest estimate, "
    "the stroke is the median. Analyses share most of their data: their spread is no confidence "
    "interval."
)


def _main(frame: pd.DataFrame) -> list[str]:
    if not main_analysis(frame).any():
        return []
    return [
        "The filled diamond and the line through all rows are the main analysis; an open diamond "
        "is the main analysis with only this choice changed. Their lines are 95% confidence "
        "intervals."
    ]


def _finding(
    frame: pd.DataFrame, kind: Measure, strips: list[Strip], choices: Mapping[str, str]
) -> str:
    medians = ((column, _medians(strips, column)) for column in choices)
    moved = {column: ends for column, ends in medians if ends}
    if not moved:
        return "No analysis gave an estimate."
    most = max(moved, key=lambda column: _width(moved[column], kind))
    words = f"The choice of {_name(choices[most])} moves the median most, "
    words += f"from {_ends(moved[most], kind)}"
    others = [_name(choices[column]) for column in moved if column != most]
    if len(others) == 1:
        words += f"; that of {others[0]} by less"
    elif others:
        next_most = max(
            (column for column in moved if column != most),
            key=lambda column: _width(moved[column], kind),
        )
        words += f"; next is {_name(choices[next_most])}, {_ends(moved[next_most], kind)}"
    main = frame[main_analysis(frame)]
    if len(main):
        words += f"; the main analysis gives {value_of(main.iloc[0]['estimate'], kind)}"
    return f"{words}."


def _medians(strips: list[Strip], column: str) -> tuple[float, float] | None:
    medians = [strip.median for strip in strips if strip.choice == column]
    return (min(medians), max(medians)) if medians else None


def _width(ends: tuple[float, float], kind: Measure) -> float:
    return ends[1] / ends[0] if kind.log else ends[1] - ends[0]


def _ends(ends: tuple[float, float], kind: Measure) -> str:
    return f"{value_of(ends[0], kind)} to {value_of(ends[1], kind)}"


def _name(heading: str) -> str:
    return uncapitalised(one_line(heading))


def _without_estimate(absent: int) -> str:
    return f" {capitalised(counted(absent, *ANALYSES))} gave no estimate." if absent else ""


def _in_words(strip: Strip, kind: Measure, choices: Mapping[str, str]) -> str:
    words = (
        f"{one_line(choices[strip.choice])}, {strip.value}: "
        f"{counted(len(strip.analyses), *ANALYSES)}, median {value_of(strip.median, kind)}, "
        f"{ranging(*strip.ends, kind)}"
    )
    if strip.alone is None:
        return words
    interval = LAYOUTS["compact"].written_interval(kind, strip.alone["low"], strip.alone["high"])
    which = "the main analysis" if strip.main else "with only this changed"
    return f"{words}; {which} {value_of(strip.alone['estimate'], kind)} {interval}"
