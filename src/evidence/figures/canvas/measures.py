"""How forest plots are laid out and how their numbers are written: small records of data."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.figures.canvas.check_frame import missing
from evidence.figures.canvas.text import MINUS, number, power_of_ten

NOT_ESTIMABLE = "not estimable"


@dataclass(frozen=True, slots=True)
class Measure:
    """What is estimated: its words, its axis and its decimals.

    ``log`` axes hold ratios (not their logarithms); ``percent`` measures hold
    proportions from 0 to 1 and are written and labelled as percentages.
    """

    name: str
    heading: str
    log: bool = False
    percent: bool = False
    reference: float | None = None
    digits: int = 2
    limits: tuple[float, float] | None = None

    def written(self, value) -> str:
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


MEASURES = {
    "proportion": Measure("proportion", "%", percent=True, digits=1, limits=(0.0, 1.0)),
    "risk_ratio": Measure("risk ratio", "Risk ratio", log=True, reference=1.0),
    "odds_ratio": Measure("odds ratio", "Odds ratio", log=True, reference=1.0),
    "hazard_ratio": Measure("hazard ratio", "Hazard ratio", log=True, reference=1.0),
    "risk_difference": Measure(
        "risk difference",
        "Risk difference, percentage points",
        percent=True,
        digits=1,
        reference=0.0,
    ),
    "difference": Measure("difference", "Difference", reference=0.0),
}


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

    def written_interval(self, measure: Measure, low, high) -> str:
        """Return an interval as this layout writes it.

        A dash between negative numbers would be taken for a minus sign, so a
        dash gives way to "to" there. Nothing is returned for a missing interval.

        >>> LAYOUTS["jama"].written_interval(MEASURES["risk_ratio"], 0.4, 1.2)
        '(0.40–1.20)'
        >>> LAYOUTS["jama"].written_interval(MEASURES["difference"], -0.4, 1.2)
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
