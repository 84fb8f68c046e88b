"""A pooled result in words: six lines, HTML or Markdown, rounded once, here."""

from __future__ import annotations

from html import escape
from math import isfinite
from typing import Any, Protocol

from evidence.synthesis.effect_sizes.measures import Measure
from evidence.synthesis.results import percent


class Fit(Protocol):
    """What is read of a pooled result to write it."""

    @property
    def measure(self) -> Measure: ...
    @property
    def pooled(self) -> Any: ...
    @property
    def estimate(self) -> float: ...
    @property
    def ci_low(self) -> float: ...
    @property
    def ci_high(self) -> float: ...
    @property
    def prediction(self) -> tuple[float, float, str, float]: ...
    @property
    def p_value(self) -> float: ...
    @property
    def k(self) -> int: ...
    @property
    def tau2(self) -> float: ...
    @property
    def i2_percent(self) -> float: ...
    @property
    def level(self) -> float: ...
    @property
    def convention(self) -> str: ...


SMALLEST_P = 0.001  # smaller ones are written "< 0.001", as journals ask


def number_of(fit: Fit, value: float) -> str:
    """Return a value of the measure's natural scale as a reader writes it.

    Proportions are percentages with one decimal; everything else has two decimals, or three
    significant digits below 0.1.
    """
    if is_percentage(fit):
        return f"{100 * value:.1f}%"
    return f"{value:.2f}" if abs(value) >= 0.1 or value == 0 else f"{value:.3g}"


def is_percentage(fit: Fit) -> bool:
    """Whether the measure is a proportion, which is read in percent."""
    return fit.measure.columns == ("xi", "ni")


def rows_of(fit: Fit) -> list[tuple[str, str]]:
    """Return what is known of the fit, as name and words."""
    rows = [(name_of(fit), _interval(fit, fit.estimate, fit.ci_low, fit.ci_high) + _p(fit))]
    low, high = fit.prediction[:2]
    if isfinite(low):
        rows.append(("Prediction interval", f"{number_of(fit, low)} to {number_of(fit, high)}"))
    rows.append(("Studies", str(fit.k)))
    if isfinite(fit.tau2):
        method = getattr(fit.pooled, "tau2_method", "")
        rows.append(("tau²", f"{fit.tau2:.4g}" + (f" ({method})" if method else "")))
    if isfinite(fit.i2_percent):
        rows.append(("I²", f"{fit.i2_percent:.0f}%"))
    return [*rows, ("Convention", fit.convention.replace("knapp_hartung", "Knapp-Hartung"))]


def name_of(fit: Fit) -> str:
    """Return the measure on its natural scale: ``Risk ratio``, ``Proportion``."""
    if is_percentage(fit):
        return "Proportion"
    return fit.measure.read_as.replace("_", " ").capitalize()


def lines_of(fit: Fit) -> list[str]:
    """Return the rows as lines of text."""
    return [f"{name}: {words}" for name, words in rows_of(fit)]


def html_of(fit: Fit) -> str:
    """Return the rows as an HTML table, words to the left."""
    rows = "".join(
        f'<tr><th scope="row" style="text-align:left">{escape(name)}</th>'
        f'<td style="text-align:left">{escape(words)}</td></tr>'
        for name, words in rows_of(fit)
    )
    return f"<table>{rows}</table>"


def markdown_of(fit: Fit) -> str:
    """Return the rows as a Markdown table."""
    rows = [f"| {name} | {words.replace('|', chr(92) + '|')} |" for name, words in rows_of(fit)]
    return "\n".join(["| | |", "|:--|:--|", *rows])


def _interval(fit: Fit, estimate: float, low: float, high: float) -> str:
    limits = f"{number_of(fit, low)} to {number_of(fit, high)}"
    return f"{number_of(fit, estimate)} ({percent(fit.level)} CI {limits})"


def _p(fit: Fit) -> str:
    if fit.measure.null is None or not isfinite(fit.p_value):
        return ""  # that a proportion is 50%, or a rate 1 or 0, is nobody's question
    return ", p < 0.001" if fit.p_value < SMALLEST_P else f", p = {fit.p_value:.3f}"
