"""Two arms of a trial compared: risk ratio, odds ratio, risk difference, number needed to treat.

The 2x2 statistics are statsmodels'. One row of the result is one measure, with its
method, so that nobody has to guess which interval is shown.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.arguments.numeric import numbers
from evidence.synthesis.arguments.rules import whole_number
from evidence.synthesis.errors import SynthesisError, refuse_cases
from evidence.synthesis.proportions.intervals import intervals


@checked_arguments()
def arm_intervals(arms: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """Clopper-Pearson and Wilson intervals beside each arm's events and n.

    Parameters
    ----------
    arms : columns events, n (whole numbers, 0 <= events <= n), one row per arm, and any
        others, which are returned too.
    level : strictly between 0 and 1.

    Returns
    -------
    the frame, row by row, with proportion, clopper_pearson_low, _high, wilson_low, _high
    (0 to 1), level; the equations are those of `proportions.clopper_pearson` and `.wilson`.

    Raises
    ------
    CaseLevelError : the rows are patients.
    SynthesisError : impossible counts or level.

    >>> arm_intervals(pd.DataFrame({"events": [88], "n": [109]}))["clopper_pearson_low"].round(
    ...     3
    ... ).item()
    0.721
    """
    refuse_cases(arms)
    missing = [name for name in ("events", "n") if name not in arms]
    if missing:
        raise SynthesisError(f"arms: column(s) {' '.join(missing)} missing; needed: events n")
    events, n = (np.asarray(numbers(arms[name], name)) for name in ("events", "n"))
    limits = {
        f"{method}_{end}": getattr(intervals(events, n, method=method, level=level), end)
        for method in ("clopper_pearson", "wilson")
        for end in ("low", "high")
    }
    return arms.assign(proportion=events / n, **limits, level=level)


def _ratio(name: str, method: str, estimate: float, limits: Sequence[float]) -> dict:
    return {
        "measure": name,
        "method": method,
        "estimate": estimate,
        "low": limits[0],
        "high": limits[1],
    }


@checked_arguments(
    events=whole_number, n=whole_number, comparator_events=whole_number, comparator_n=whole_number
)
def compare_arms(
    events: int, n: int, comparator_events: int, comparator_n: int, level: float = 0.95
) -> pd.DataFrame:
    """Risk ratio, odds ratio, risk difference and number needed to treat of arm against comparator.

    Ratios: log-scale Wald intervals (statsmodels ``Table2x2``). Risk difference:
    Newcombe's hybrid score interval (statsmodels ``confint_proportions_2indep``;
    Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I,
    method 10). Number needed to treat: reciprocal of the risk difference and of its
    limits; where the difference's interval holds 0 the limits pass through infinity, and
    both are then given as missing (Altman 1998, doi:10.1136/bmj.317.7168.1309). Equal proportions
    need infinitely many.

    Parameters
    ----------
    events, n, comparator_events, comparator_n : one whole number each, no arrays: the patients
        with the event and all patients of the arm, then of the comparator.
    level : strictly between 0 and 1.

    Returns
    -------
    four rows: measure, method, estimate, low, high, level. Ratios are not logged, the
    difference is one of proportions (0.1, not 10), number needed to treat in patients.

    Raises
    ------
    SynthesisError : an arm without events or without non-events has no finite ratio;
        the zero policies of :mod:`evidence.synthesis.effect_sizes.effect_sizes` are for those. A
        level that is
        no fraction.

    >>> float(compare_arms(88, 109, 32, 109).set_index("measure").loc["risk_ratio", "estimate"])
    2.75
    """
    from statsmodels.stats.contingency_tables import Table2x2
    from statsmodels.stats.proportion import confint_proportions_2indep

    cells = np.array([[events, n - events], [comparator_events, comparator_n - comparator_events]])
    if (cells <= 0).any():
        raise SynthesisError(
            f"cells {cells.tolist()}: each must be above 0 for a ratio; choose a zero "
            f"policy and effect_sizes"
        )
    table, alpha = Table2x2(cells), 1 - level
    difference = events / n - comparator_events / comparator_n
    low, high = confint_proportions_2indep(
        events, n, comparator_events, comparator_n, method="newcomb", compare="diff", alpha=alpha
    )
    crosses = low <= 0 <= high
    needed = (np.nan, np.nan) if crosses else sorted((1 / low, 1 / high))
    number_needed = 1 / difference if difference else np.inf
    rows = [
        _ratio("risk_ratio", "log Wald", table.riskratio, table.riskratio_confint(alpha)),
        _ratio("odds_ratio", "log Wald", table.oddsratio, table.oddsratio_confint(alpha)),
        _ratio("risk_difference", "Newcombe hybrid score", difference, (low, high)),
        _ratio(
            "number_needed_to_treat", "reciprocal of the risk difference", number_needed, needed
        ),
    ]
    return pd.DataFrame(rows).assign(level=level)
