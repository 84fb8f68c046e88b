"""A pooled result with the studies it rests on, on the scale that readers know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from evidence.analysis.show_fit import html_of, lines_of, markdown_of
from evidence.synthesis.effect_sizes.back_transform import back_transform
from evidence.synthesis.effect_sizes.measures import Measure
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.glmm.inference import GlmmFit
from evidence.synthesis.inference import quantile
from evidence.synthesis.pooling.prediction_interval import DEFAULT_RULE, prediction_interval
from evidence.synthesis.proportions.intervals import clopper_pearson
from evidence.synthesis.results import Effects, Pooled
from evidence.synthesis.study_table.study_table import StudyTable


class Prediction(NamedTuple):
    """Limits for the effect of a new study, on the natural scale, with the rule behind them."""

    low: float
    high: float
    rule: str
    level: float


@dataclass(frozen=True, eq=False, repr=False)
class Fit:
    """A pooled effect, on the natural scale of its measure, with everything behind it.

    Attributes
    ----------
    measure : what was pooled.
    pooled : the fit itself; its numbers are on the scale of analysis (``measure.label``).
    effects : the effects of the studies, on the scale of analysis.
    table : the studies as read; ``table.notes`` says which rows were left out, and why.
    notes : those of them that the convention of ``pooled`` does not hold.

    >>> import evidence as ev
    >>> fit = ev.pool({"study": ["A", "B"], "xi": [1, 4], "ni": [10, 20]}, "proportion")
    >>> round(fit.estimate, 3), fit.k
    (0.153, 2)
    """

    measure: Measure
    pooled: Pooled | GlmmFit
    effects: Effects
    table: StudyTable
    notes: tuple[str, ...] = ()

    @property
    def estimate(self) -> float:
        """The pooled effect: a ratio, a proportion from 0 to 1, a rate, or a difference."""
        return float(_natural(self.measure, self.effects, self.pooled.estimate))

    @property
    def ci_low(self) -> float:
        """The lower confidence limit."""
        return float(_natural(self.measure, self.effects, self.pooled.ci_low))

    @property
    def ci_high(self) -> float:
        """The upper confidence limit."""
        return float(_natural(self.measure, self.effects, self.pooled.ci_high))

    @property
    def p_value(self) -> float:
        """The p value of no effect on the scale of analysis; NaN where the model tests none."""
        return float(getattr(self.pooled, "p_value", np.nan))

    @property
    def k(self) -> int:
        """The number of studies pooled."""
        return int(self.pooled.k)

    @property
    def tau2(self) -> float:
        """The variance between studies, on the scale of analysis; NaN where the model has none."""
        return float(getattr(self.pooled, "tau2", np.nan))

    @property
    def i2_percent(self) -> float:
        """I², in percent; NaN where the model has none."""
        return float(getattr(self.pooled, "i2_percent", np.nan))

    @property
    def level(self) -> float:
        """The level of every interval."""
        return float(self.pooled.level)

    @property
    def convention(self) -> str:
        """Model, interval method, level, zero cells, and what was noted in reading the table."""
        return "; ".join([self.pooled.convention, *self.notes])

    @property
    def prediction(self) -> Prediction:
        """Where the effect of a new study is expected; NaN, rule ``none``, where studies share one
        effect, where there is one study, and on scales that depend on the size of the study.
        """
        if not _is_predicted(self.measure, self.pooled) or self.k < 2:
            return Prediction(np.nan, np.nan, "none", self.level)
        return self.predict()

    def predict(self, rule: str = DEFAULT_RULE, level: float | None = None) -> Prediction:
        """The prediction interval under a rule; see `evidence.prediction_interval`."""
        new = prediction_interval(self.pooled, rule, level)
        low, high = (
            float(_natural(self.measure, self.effects, end)) for end in (new.low, new.high)
        )
        return Prediction(low, high, new.rule, float(new.level))

    def summary(self) -> pd.DataFrame:
        """The pooled effect as a frame of one row."""
        return summary_of(self.measure, self.pooled, self.effects, [self.convention])

    def to_frame(self) -> pd.DataFrame:
        """One row per study: counts as read, effect with limits, weight in percent.

        Proportions have Clopper and Pearson's interval (1934, doi:10.1093/biomet/26.4.404),
        other effects the normal one of the scale of analysis.
        """
        estimate, low, high = self._study_limits()
        weights = getattr(self.pooled, "weights", None)
        return pd.DataFrame(
            {
                "study": self.table.labels,
                **self.table.columns,
                "estimate": estimate,
                "ci_low": low,
                "ci_high": high,
                "weight_percent": np.nan if weights is None else weights,
            }
        )

    def _study_limits(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        columns = self.table.columns
        if self.measure.columns == ("xi", "ni") and {"xi", "ni"} <= columns.keys():
            return _proportions(columns["xi"], columns["ni"], self.level)
        half = quantile(self.level, np.inf) * np.sqrt(self.effects.vi)
        ends = (self.effects.yi, self.effects.yi - half, self.effects.yi + half)
        low, middle, high = (
            _natural(self.measure, self.effects, end) for end in (ends[1], ends[0], ends[2])
        )
        return middle, low, high

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Fit):
            return NotImplemented
        same = self.summary().equals(other.summary())
        return same and self.to_frame().equals(other.to_frame())

    __hash__ = None  # type: ignore[assignment]  # equal by content, which holds arrays

    def __repr__(self) -> str:
        return "\n".join(lines_of(self))

    def _repr_html_(self) -> str:
        return html_of(self)

    def _repr_markdown_(self) -> str:
        return markdown_of(self)


def summary_of(
    measure: Measure, pooled: Any, effects: Effects, conventions: list[str]
) -> pd.DataFrame:
    """Return one pooled effect, or those of n meta-analyses side by side, as a frame of n rows."""
    new = pooled.estimate * np.nan, pooled.estimate * np.nan
    if _is_predicted(measure, pooled):
        predicted = prediction_interval(pooled)
        new = predicted.low, predicted.high
    columns = {
        "k": pooled.k,
        "estimate": _natural(measure, effects, pooled.estimate),
        "ci_low": _natural(measure, effects, pooled.ci_low),
        "ci_high": _natural(measure, effects, pooled.ci_high),
        "p_value": getattr(pooled, "p_value", np.nan),
        "prediction_low": _natural(measure, effects, new[0]),
        "prediction_high": _natural(measure, effects, new[1]),
        "tau2": getattr(pooled, "tau2", np.nan),
        "i2_percent": getattr(pooled, "i2_percent", np.nan),
        "level": pooled.level,
        "convention": conventions,
    }
    n = len(conventions)
    shaped = {name: np.broadcast_to(values, n) for name, values in columns.items()}
    return pd.DataFrame({"measure": [measure.name] * n, **shaped})


def _is_predicted(measure: Measure, pooled: Any) -> bool:
    modelled = pooled.model.endswith("random effects")
    return modelled and not measure.scale.startswith("freeman_tukey")


def _natural(measure: Measure, effects: Effects, values: Any) -> Any:
    """Values of the scale of analysis on the natural scale."""
    return back_transform(values, measure.name, sizes=sizes_of(measure, effects))


def sizes_of(measure: Measure, effects: Effects) -> np.ndarray | None:
    """Return the sizes that the way back needs, NaN without an effect; None of other measures.

    Raises `SynthesisError` for a Freeman-Tukey measure of effects without sizes.

    >>> from evidence.synthesis.effect_sizes.measures import measure_named
    >>> sizes_of(measure_named("RR"), Effects(np.zeros(1), np.ones(1), "RR", ("A",))) is None
    True
    """
    if not measure.scale.startswith("freeman_tukey"):
        return None
    if effects.sizes is None:
        raise SynthesisError(
            f"{measure.name}: its own scale needs the column {measure.columns[-1]}"
        )
    return np.where(np.isfinite(effects.yi), effects.sizes, np.nan)


def _proportions(
    events: np.ndarray, n: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Proportions with exact limits; NaN where a count is not reported."""
    reported = np.isfinite(events) & np.isfinite(n)
    limits = np.full((2, len(n)), np.nan)
    limits[:, reported] = clopper_pearson(events[reported], n[reported], level=level)
    return events / n, limits[0], limits[1]
