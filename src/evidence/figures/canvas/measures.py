"""The measures that figures draw and the layouts of forest plots: small records of data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from evidence.figures.canvas.check_frame import FrameError, missing
from evidence.figures.canvas.domain import (
    CORRELATION,
    DIFFERENCE_OF_PROPORTIONS,
    NOT_NEGATIVE,
    NUMBER,
    POSITIVE,
    PROPORTION,
    Domain,
)
from evidence.figures.canvas.text import MINUS, number, power_of_ten
from evidence.synthesis.effect_sizes import measures as effect_measures

NOT_ESTIMABLE = "not estimable"


@dataclass(frozen=True, slots=True)
class Measure:
    """What is estimated: its words, its axis and its decimals.

    ``log`` axes hold ratios (not their logarithms); ``percent`` measures hold
    proportions from 0 to 1 and are written and labelled as percentages. ``domain`` holds the
    values that can be, on the scale of reading.
    """

    name: str
    heading: str
    log: bool = False
    percent: bool = False
    reference: float | None = None
    digits: int = 2
    limits: tuple[float, float] | None = None
    domain: Domain = NUMBER

    @property
    def analysis_domain(self) -> Domain:
        """The values that can be on the scale of analysis, where a ratio is its logarithm."""
        return NUMBER if self.log else self.domain

    def written(self, value: Any) -> str:
        """Return a value as it stands in the table; nothing for a missing one.

        >>> MEASURES["risk_ratio"].written(0.004), MEASURES["proportion"].written(0.738)
        ('<0.01', '73.8')
        """
        if missing(value):
            return ""
        value = float(value) * (100 if self.percent else 1)
        smallest = 10.0**-self.digits
        if self.log and value < smallest:
            return f"<{smallest:.{self.digits}f}"
        if abs(value) >= 10_000:
            return _scientific(value)
        return number(value, self.digits if abs(value) < 100 or self.percent else 0)


def _scientific(value: float) -> str:
    if value in (float("inf"), float("-inf")):
        return "∞" if value > 0 else f"{MINUS}∞"
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa.replace('-', MINUS)}×{power_of_ten(int(exponent))}"


def _drawn(name: str, measure: str = "", heading: str = "", **display: Any) -> Measure:
    """A measure of synthesis, from there whether it is a ratio and its null value, as drawn."""
    found = effect_measures.measure_named(measure or name)
    words = name.replace("_", " ")
    domain = POSITIVE if found.is_ratio else NUMBER
    display = {"log": found.is_ratio, "reference": found.null, "domain": domain} | display
    return Measure(words, heading or words.capitalize(), **display)


# A proportion, rate or correlation stands for its transformations, which few read.
READ = {
    "proportion": _drawn(
        "proportion",
        heading="%",
        percent=True,
        digits=1,
        limits=(0.0, 1.0),
        domain=PROPORTION,
    ),
    "risk_ratio": _drawn("risk_ratio"),
    "odds_ratio": _drawn("odds_ratio"),
    "hazard_ratio": _drawn("hazard_ratio"),
    "rate_ratio": _drawn("rate_ratio"),
    "ratio_of_means": _drawn("ratio_of_means"),
    "risk_difference": _drawn(
        "risk_difference",
        heading="Risk difference, percentage points",
        percent=True,
        digits=1,
        domain=DIFFERENCE_OF_PROPORTIONS,
    ),
    "peto_odds_ratio": _drawn("peto_odds_ratio", heading="Peto odds ratio"),
    "rate_difference": _drawn("rate_difference", digits=3),
    "mean_difference": _drawn("mean_difference"),
    "standardised_mean_difference": _drawn("standardised_mean_difference"),
    "correlation": _drawn("correlation", domain=CORRELATION),
    "generic": _drawn("effect", "generic"),
    "rate": _drawn("incidence_rate", digits=3, domain=NOT_NEGATIVE),
    "mean": _drawn("mean"),
}
# The scales of analysis that a funnel or a regression is drawn on.
MEASURES = READ | {
    known.name: Measure(known.label, known.label[0].upper() + known.label[1:], reference=known.null)
    for known in effect_measures.MEASURES
    if known.name not in READ
}


def measure_named(name: str, kind: str) -> Measure:
    """Return a measure by its name; ``kind`` is the figure that a refusal names.

    Raises
    ------
    FrameError
        For a name that is not in ``MEASURES``.

    Examples
    --------
    >>> measure_named("rate_ratio", "a forest plot").heading
    'Rate ratio'
    """
    if name not in MEASURES:
        allowed = ", ".join(MEASURES)
        raise FrameError(f"{kind}: measure {name!r} is unknown; allowed: {allowed}")
    return MEASURES[name]


def interval_numbers(measure: Measure) -> dict[str, Domain]:
    """Return the domains of an estimate and its limits on the scale of reading.

    A limit may be infinite, an estimate may not.
    """
    limit = replace(measure.domain, infinite=True)
    return {"estimate": measure.domain, "low": limit, "high": limit}


@dataclass(frozen=True, slots=True)
class Layout:
    """The order of the columns around the plot and the way an interval is written.

    ``left`` and ``right`` name blocks of columns: ``extra``, ``counts``,
    ``weight``, ``effect``. ``counts_together`` writes 12/34 in one column instead
    of two. ``square`` and ``diamond`` are colours of the style. ``compact`` is for
    one narrow column: names, effects, plot.
    """

    name: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    interval: str
    counts_together: bool
    square: str
    diamond: str

    def written_interval(self, measure: Measure, low: Any, high: Any) -> str:
        """Return an interval as this layout writes it.

        A dash between negative numbers would be taken for a minus sign, so a
        dash gives way to "to" there. Nothing is returned for a missing interval.

        >>> LAYOUTS["jama"].written_interval(MEASURES["risk_ratio"], 0.4, 1.2)
        '(0.40–1.20)'
        >>> LAYOUTS["jama"].written_interval(MEASURES["generic"], -0.4, 1.2)
        '(−0.40 to 1.20)'
        """
        if missing(low) and missing(high):
            return ""
        ends = {"low": measure.written(low) or "?", "high": measure.written(high) or "?"}
        dash = any(MINUS in end for end in ends.values())
        return (self.interval.replace("–", " to ") if dash else self.interval).format(**ends)

    @property
    def brackets(self) -> tuple[str, str]:
        """The brackets that stand around an interval."""
        return self.interval[0], self.interval[-1]


LAYOUTS = {
    "revman": Layout(
        "revman",
        ("extra", "counts", "weight", "effect"),
        (),
        "[{low}, {high}]",
        counts_together=False,
        square="blue",
        diamond="black",
    ),
    "compact": Layout(
        "compact",
        ("extra", "effect"),
        (),
        "[{low}, {high}]",
        counts_together=True,
        square="blue",
        diamond="black",
    ),
    "jama": Layout(
        "jama",
        ("extra", "counts"),
        ("effect", "weight"),
        "({low}–{high})",
        counts_together=True,
        square="black",
        diamond="blue",
    ),
    "bmj": Layout(
        "bmj",
        ("extra", "counts"),
        ("weight", "effect"),
        "({low} to {high})",
        counts_together=True,
        square="blue",
        diamond="blue",
    ),
}
