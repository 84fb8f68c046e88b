"""Two arms compared: is one result higher, lower or like the other, beyond chance?

Shares are compared by Newcombe's interval of their difference (1998, doi:10.1002/(SICI)1097-0258
(19980430)17:8<873::AID-SIM779>3.0.CO;2-I, method 10), ratios by their reported interval. A result
without counts or interval is compared by its value alone.
"""

import numpy as np
import pandas as pd

from evidence.synthesis.proportions.intervals import wilson

# Shares and medians without counts are alike within these limits; thresholds of this project.
ALIKE_POINTS = 10.0  # percentage points
ALIKE_RATIO = 1.25
SAME_RESULT = ["study_id", "analysis_set", "set_as_reported", "time_point", "result_kind"]
COMPARED = ["result", "result_n", "result_low", "result_high"]


def _pairs(rows: pd.DataFrame, results: pd.DataFrame) -> pd.DataFrame:
    """Each row with the results of its two arms: of one set in one study, of the widest in two."""
    other = rows["comparator_measure"].where(rows["comparator_measure"] != "", rows["measure"])
    values = results[results["result_kind"].isin(["percent", "time"])].drop(
        columns="comparator_arm_id"
    )
    values = values.assign(
        widest=values["result_n"].eq(
            values.groupby(["arm_id", "measure"])["result_n"].transform("max")
        )
    )
    second = values[["arm_id", "measure", *SAME_RESULT, *COMPARED, "shown", "widest"]].rename(
        columns=lambda name: f"{name}_other"
    )
    pairs = (
        rows.assign(measure_other=other)
        .merge(values, on=["arm_id", "measure"], validate="many_to_many")
        .merge(
            second,
            left_on=["comparator_arm_id", "measure_other"],
            right_on=["arm_id_other", "measure_other"],
            validate="many_to_many",
        )
    )
    same_set = np.logical_and.reduce(
        [pairs[name] == pairs[f"{name}_other"] for name in SAME_RESULT]
    )
    apart = (pairs["study_id"] != pairs["study_id_other"]) & pairs["widest"]
    apart &= pairs["widest_other"] & (pairs["result_kind"] == pairs["result_kind_other"])
    return pairs[same_set | apart]


def _difference(pairs: pd.DataFrame) -> pd.DataFrame:
    """Difference of the two results with its interval, missing where there are no counts."""
    difference = pairs["result"] - pairs["result_other"]
    counted = pairs["result_kind"].eq("percent") & pairs["result_n"].notna()
    counted &= pairs["result_n_other"].notna()
    low, high = np.full((2, len(pairs)), np.nan)
    rows = pairs[counted]
    if len(rows):
        n, m = rows["result_n"].to_numpy(float), rows["result_n_other"].to_numpy(float)
        p, q = rows["result"].to_numpy(float), rows["result_other"].to_numpy(float)
        (p_low, p_high), (q_low, q_high) = (
            wilson(np.round(share * of / 100), of) for share, of in ((p, n), (q, m))
        )
        below = np.hypot(p - 100 * p_low, 100 * q_high - q)
        above = np.hypot(100 * p_high - p, q - 100 * q_low)
        low[counted], high[counted] = p - q - below, p - q + above
    return pairs.assign(difference=difference, low=low, high=high)


def _ratios(rows: pd.DataFrame, results: pd.DataFrame) -> pd.DataFrame:
    """Reported ratios of the two arms, as logarithms: 0 where the arms are alike."""
    ratios = results[results["result_kind"] == "ratio"]
    pairs = rows.merge(
        ratios, on=["arm_id", "measure", "comparator_arm_id"], validate="many_to_many"
    )
    return pairs.assign(
        difference=np.log(pairs["result"]),
        low=np.log(pairs["result_low"]),
        high=np.log(pairs["result_high"]),
    )


def _outcomes(pairs: pd.DataFrame) -> np.ndarray:
    """holds, fails or open, for each pair."""
    low = pairs["low"].fillna(pairs["difference"])
    high = pairs["high"].fillna(pairs["difference"])
    above, below = low > 0, high < 0
    ratio = pairs["result"] / pairs.get("result_other", np.nan)
    close = pairs["difference"].abs() <= ALIKE_POINTS
    close = close.mask(pairs["result_kind"] == "time", ratio.between(1 / ALIKE_RATIO, ALIKE_RATIO))
    alike = np.where(pairs["low"].notna(), ~above & ~below, close)
    direction = pairs["direction"]
    holds = np.select(
        [direction == "higher", direction == "lower", direction == "not_higher"],
        [above, below, ~above],
        alike,
    ).astype(bool)
    fails = np.select(
        [direction == "higher", direction == "lower", direction == "not_higher"],
        [below, above, above],
        ~alike,
    ).astype(bool)
    return np.select([holds, fails], ["holds", "fails"], "open")


def compared(rows: pd.DataFrame, results: pd.DataFrame) -> pd.DataFrame:
    """Claims that compare two arms, beside every result of both.

    Parameters
    ----------
    rows : of ``claims_of_direction``: direction (higher, lower, not_higher, similar), measure,
        arm_id, comparator_arm_id, comparator_measure (where it is another one).
    results : of :func:`~evidence.audit.claims.study_results.study_results`.

    Returns
    -------
    A row per pair: the columns of both, ``shown`` (both results) and ``outcome``: holds, fails, or
    open where the difference may be chance.
    """
    pairs = _difference(_pairs(rows, results))
    other = (" v " + pairs["shown_other"]).where(pairs["shown"] != pairs["shown_other"], "")
    pairs = pairs.assign(shown=pairs["shown"] + other)
    pairs = pd.concat([pairs, _ratios(rows, results)], ignore_index=True)
    return pairs.assign(outcome=_outcomes(pairs))
