"""What other systems compute differently, as their published source says, for the ledger.

R meta (github.com/guido-s/meta, R/metabin.R): with RR.Cochrane off the constant is added to
the events and once to the size of an arm, not to both of its cells; with allstudies off a
study without any event takes no part. Its settings for RevMan 5 (R/settings.meta.R) turn
RR.Cochrane on, and take Q, and tau2 of DerSimonian and Laird, about the Mantel-Haenszel estimate.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes, generic_effects
from evidence.synthesis.pooling.mantel_haenszel import mantel_haenszel
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.results import Effects, Pooled

CONSTANT = 0.5


def with_events(columns: dict) -> dict:
    """Return the columns ``ai n1i ci n2i`` with NaN in studies that have no event in either arm.

    >>> with_events({"ai": [0, 1], "n1i": [9, 9], "ci": [0, 2], "n2i": [9, 9]})["n1i"]
    array([nan,  9.])
    """
    counts = {name: np.asarray(values, float) for name, values in columns.items()}
    none = (counts["ai"] == 0) & (counts["ci"] == 0)
    return {name: np.where(none, np.nan, values) for name, values in counts.items()}


def risk_ratios_of_r_meta(columns: dict, labels: Sequence[str] | None = None) -> Effects:
    """Return log risk ratios with the constant on events and sizes where a cell is empty.

    ln((a + i)/(n1 + i)) - ln((c + i)/(n2 + i)), variance 1/(a + i) - 1/(n1 + i) + 1/(c + i) -
    1/(n2 + i), i = 1/2; where all had the event in both arms the variance has 1/a and 1/c.

    >>> one = risk_ratios_of_r_meta({"ai": [0], "n1i": [10], "ci": [2], "n2i": [10]})
    >>> float(one.yi[0].round(6)), float(one.vi[0].round(6))
    (-1.609438, 2.209524)
    """
    a, n1, c, n2 = (values for values in with_events(columns).values())
    all_events = (a == n1) & (c == n2)
    i = CONSTANT * ((a == 0) | (c == 0) | (a == n1) | (c == n2))
    event_constant = i * ~all_events
    with np.errstate(divide="ignore", invalid="ignore"):
        effect = np.log((a + i) / (n1 + i)) - np.log((c + i) / (n2 + i))
        variance = 1 / (a + event_constant) - 1 / (n1 + i) + 1 / (c + event_constant) - 1 / (n2 + i)
    return generic_effects(effect, variance, measure="RR", labels=labels)


def revman_5(columns: dict, level: float = 0.95, labels: Sequence[str] | None = None) -> Pooled:
    """Return DerSimonian and Laird's risk ratio with Q about the Mantel-Haenszel estimate.

    tau2 = max(0, (Q - (k - 1)) / (sum w - sum w^2 / sum w)), Q = sum w (y - y_MH)^2, w = 1/v,
    with 1/2 in the cells of studies that have an empty one. ``q`` is that Q.

    >>> sizes = [50, 60, 70]
    >>> found = revman_5({"ai": [0, 3, 5], "n1i": sizes, "ci": [4, 6, 9], "n2i": sizes})
    >>> float(np.exp(found.estimate).round(4)), found.tau2
    (0.4749, 0.0)
    """
    informed = with_events(columns)
    centre = mantel_haenszel("RR", zero_policy="only0", labels=labels, **informed).estimate
    effects = effect_sizes("RR", zero_policy="only0", labels=labels, **informed)
    seen = np.isfinite(effects.yi)
    y, w = effects.yi[seen], 1 / effects.vi[seen]
    q, df = float(w @ (y - centre) ** 2), seen.sum() - 1
    tau2 = max(0.0, (q - df) / (w.sum() - w @ w / w.sum())) if df else 0.0
    return pool(effects, tau2=tau2, level=level).replace(q=q, q_df=df)
