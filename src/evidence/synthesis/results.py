"""The frozen records the engine returns; each one prints the convention behind it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

Numbers = Any  # a float, or an array along a leading axis of meta-analyses


def percent(level: float) -> str:
    """Return a level as readers write it: 0.95 is ``95%``.

    >>> percent(0.975)
    '97.5%'
    """
    return f"{100 * level:g}%"


def shown(value: Any) -> str:
    """Return one number in six figures, or the shape of an array of them.

    >>> shown(0.123456789), shown([1.0, 2.0])
    ('0.123457', 'array(2,)')
    """
    array = np.asarray(value)
    return f"{float(array):.6g}" if array.ndim == 0 else f"array{array.shape}"


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """Effect sizes of k studies: ``yi`` and sampling variances ``vi``, shape (..., k).

    ``measure`` is metafor's code (``RR``, ``PLO``, ...); a study that cannot be
    expressed has NaN in both. ``corrected`` marks the studies whose counts
    were changed under ``zero_policy`` (by ``correction``), so nothing is silent.
    """

    yi: np.ndarray
    vi: np.ndarray
    measure: str
    labels: tuple[str, ...]
    zero_policy: str = "none"
    correction: float = 0.0
    corrected: np.ndarray | None = None
    sizes: np.ndarray | None = None
    note: str = ""

    @property
    def k(self) -> int:
        """The number of studies with a usable effect."""
        return int(np.max(np.sum(~np.isnan(self.yi) & ~np.isnan(self.vi), axis=-1)))

    @property
    def corrected_labels(self) -> tuple[str, ...]:
        """The labels of the studies whose zero cells were corrected."""
        if self.corrected is None:
            return ()
        anywhere: Any = np.asarray(self.corrected, bool).reshape(-1, len(self.labels)).any(axis=0)
        return tuple(label for label, hit in zip(self.labels, anywhere, strict=True) if hit)

    @property
    def absent_labels(self) -> tuple[str, ...]:
        """The labels of the studies that have no effect on this scale."""
        absent: Any = (
            (np.isnan(self.yi) | np.isnan(self.vi)).reshape(-1, len(self.labels)).all(axis=0)
        )
        return tuple(label for label, hit in zip(self.labels, absent, strict=True) if hit)

    @property
    def convention(self) -> str:
        parts = [f"measure {self.measure}", f"k = {self.k}", f"zero policy {self.zero_policy}"]
        if self.corrected_labels:
            parts.append(f"corrected by {self.correction:g}: {', '.join(self.corrected_labels)}")
        if self.absent_labels:
            parts.append(f"no effect: {', '.join(self.absent_labels)}")
        return "; ".join(parts + ([self.note] if self.note else []))

    def __str__(self) -> str:
        return f"Effects ({self.convention})"


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """One pooled effect, or many along a leading axis (every number is then an array).

    ``statistic`` is z where ``df`` is infinite, otherwise t. ``tau2`` is the
    between-study variance (0 in common-effect models), ``i2_percent`` and ``h2``
    follow from it and the typical sampling variance. ``weights`` are the weights
    of the estimate, in percent, shape (..., k). ``fallback`` says in words what
    was done where the asked method had no answer; it is empty otherwise.
    """

    estimate: Numbers
    std_error: Numbers
    ci_low: Numbers
    ci_high: Numbers
    level: float
    statistic: Numbers
    df: Numbers
    p_value: Numbers
    tau2: Numbers
    tau2_method: str
    q: Numbers
    q_df: Numbers
    q_p_value: Numbers
    i2_percent: Numbers
    h2: Numbers
    k: Numbers
    measure: str = "GEN"
    model: str = "random effects"
    test: str = "wald"
    zero_policy: str = "none"
    log_likelihood: Numbers = float("nan")
    tau2_std_error: Numbers = float("nan")
    converged: Numbers = True
    fallback: str = ""
    weights: np.ndarray | None = None
    scale_factor: Numbers = 1.0
    note: str = ""
    extra: dict = field(default_factory=dict)

    @property
    def convention(self) -> str:
        estimator = f", tau2 by {self.tau2_method}" if self.tau2_method else ""
        parts = [
            f"measure {self.measure}",
            f"{self.model}{estimator}",
            f"{self.test} {percent(self.level)} interval",
            f"k = {self.k if np.ndim(self.k) == 0 else shown(self.k)}",
            f"zero policy {self.zero_policy}",
        ]
        if self.fallback:
            parts.append(f"fallback: {self.fallback}")
        return "; ".join(parts + ([self.note] if self.note else []))

    def __str__(self) -> str:
        return (
            f"{shown(self.estimate)} [{shown(self.ci_low)}, {shown(self.ci_high)}]"
            f", tau2 {shown(self.tau2)} ({self.convention})"
        )

    def replace(self, **changes: Any) -> Pooled:
        """Return a copy with the named fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """The interval expected to hold the true effect of a new study, under one named rule."""

    low: Numbers
    high: Numbers
    rule: str
    level: float
    df: Numbers
    std_error: Numbers = float("nan")
    measure: str = "GEN"
    k: Numbers = 0
    tau2_method: str = ""
    note: str = ""

    @property
    def convention(self) -> str:
        parts = [f"measure {self.measure}", f"rule {self.rule}", f"df {shown(self.df)}"]
        if self.tau2_method:
            parts.append(f"tau2 by {self.tau2_method}")
        parts.append(f"k = {self.k if np.ndim(self.k) == 0 else shown(self.k)}")
        return "; ".join(parts + ([self.note] if self.note else []))

    def __str__(self) -> str:
        return (
            f"{percent(self.level)} prediction interval "
            f"[{shown(self.low)}, {shown(self.high)}] ({self.convention})"
        )


@dataclass(frozen=True, slots=True, eq=False)
class TauInterval:
    """An interval of tau2 and of what follows from it: tau, I2 in percent, H2.

    Each of the four is an array ``[estimate, low, high]`` (the last axis); ``low`` is 0 where the
    method's interval reaches the boundary. An interval may be empty (Q-profile
    of very homogeneous studies): then low and high are 0 and ``note`` says so.
    """

    tau2: np.ndarray
    tau: np.ndarray
    i2_percent: np.ndarray
    h2: np.ndarray
    method: str
    level: float
    tau2_method: str = ""
    k: int = 0
    note: str = ""

    @property
    def convention(self) -> str:
        parts = [
            f"{self.method} {percent(self.level)} interval",
            f"tau2 by {self.tau2_method}",
            f"k = {shown(self.k)}",
        ]
        return "; ".join(parts + ([self.note] if self.note else []))

    def __str__(self) -> str:
        estimate, low, high = (shown(self.tau2[..., i]) for i in range(3))
        return f"tau2 {estimate} [{low}, {high}] ({self.convention})"
