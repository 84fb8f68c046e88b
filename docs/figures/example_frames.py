"""Frames of the examples: an invented set of trials, analysed by the package.

The trials are arithmetic, not data: their names say so, and nothing here is about any drug.
"""

import numpy as np
import pandas as pd

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.inference import two_sided_p
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.pooling.prediction_interval import prediction_interval
from evidence.synthesis.regression.meta_regression import meta_regression, predict_effects
from evidence.synthesis.regression.subgroups import subgroups
from evidence.synthesis.sensitivity.gosh import gosh
from evidence.synthesis.sensitivity.influence import influence
from evidence.synthesis.sensitivity.leave_one_out import cumulative as pooled_in_turn
from evidence.synthesis.small_study.trim_and_fill import trim_and_fill

MEASURE, OUTCOME, RULE = "risk_ratio", "an invented outcome", "t_k_minus_1"
LARGEST = "Invented trial I"
ARMS = ("New drug", "Old drug")
LIGHTS = {
    "D1": "randomisation",
    "D2": "deviations",
    "D3": "missing data",
    "D4": "measurement",
    "D5": "selection",
}

TRIALS = pd.DataFrame(
    {
        "label": [f"Invented trial {letter}" for letter in "ABCDEFGHI"],
        "events": [12, 9, 40, 22, 7, 31, 15, 5, 60],
        "n": [60, 45, 180, 110, 30, 150, 80, 25, 300],
        "events_comparator": [20, 10, 61, 41, 14, 38, 30, 12, 72],
        "n_comparator": [61, 44, 178, 112, 31, 149, 79, 26, 298],
        "age_years": [31.0, 35.0, 44.0, 40.0, 28.0, 52.0, 37.0, 26.0, 57.0],
        "group": ["Low dose"] * 4 + ["High dose"] * 5,
    }
)
EFFECTS = effect_sizes(
    MEASURE,
    ai=TRIALS["events"],
    n1i=TRIALS["n"],
    ci=TRIALS["events_comparator"],
    n2i=TRIALS["n_comparator"],
    labels=TRIALS["label"],
)
WHOLE = pool(EFFECTS, tau2_method="REML")
STUDIES = pd.DataFrame(
    {"label": TRIALS["label"], "estimate": EFFECTS.yi, "std_error": np.sqrt(EFFECTS.vi)}
)


def _ratios(fit) -> dict:
    return {
        "estimate": float(np.exp(fit.estimate)),
        "low": float(np.exp(fit.ci_low)),
        "high": float(np.exp(fit.ci_high)),
    }


def forest_rows() -> pd.DataFrame:
    """Trials in two subgroups: weights, lights, diamonds, prediction interval."""
    half = 1.959963984540054 * STUDIES["std_error"]
    limits = {
        "estimate": np.exp(EFFECTS.yi),
        "low": np.exp(EFFECTS.yi - half),
        "high": np.exp(EFFECTS.yi + half),
    }
    judged = {
        name: [
            ("Low", "Some concerns", "High")[
                (i * (place + 2) + place) % 3 if (i + place) % 4 == 0 else 0
            ]
            for i in range(len(TRIALS))
        ]
        for place, name in enumerate(LIGHTS)
    }
    trials = TRIALS.assign(row_type="study", weight=WHOLE.weights, **limits, **judged)
    found = subgroups(EFFECTS, by=TRIALS["group"])
    rows = []
    for level, fit in zip(found.levels, found.fits, strict=True):
        rows += [
            {"row_type": "subgroup", "label": level},
            *trials[trials["group"] == level].to_dict("records"),
        ]
        rows.append(
            {"row_type": "summary", "label": f"{level}, pooled", "group": level, **_ratios(fit)}
        )
    new = prediction_interval(WHOLE, RULE)
    rows.append(
        {
            "row_type": "summary",
            "label": "All trials",
            "events": TRIALS["events"].sum(),
            "n": TRIALS["n"].sum(),
            "events_comparator": TRIALS["events_comparator"].sum(),
            "n_comparator": TRIALS["n_comparator"].sum(),
            **_ratios(WHOLE),
        }
    )
    rows.append(
        {
            "row_type": "prediction",
            "label": "Prediction interval",
            "low": float(np.exp(new.low)),
            "high": float(np.exp(new.high)),
            "note": "t distribution, k − 1 degrees of freedom",
        }
    )
    heterogeneity = f"τ² = {WHOLE.tau2:.3f}; I² = {WHOLE.i2_percent:.0f}%"
    difference = f"subgroups differ: Q = {found.q_between:.2f}, p = {found.p_value:.2f}"
    rows.append({"row_type": "text", "label": f"{heterogeneity}; {difference}"})
    return pd.DataFrame(rows)


def funnel_rows() -> pd.DataFrame:
    """The trials, and the mirror images that trim and fill adds."""
    filled = trim_and_fill(EFFECTS)
    added = pd.DataFrame(
        {
            "label": "filled",
            "estimate": filled.filled_yi[len(STUDIES) :],
            "std_error": np.sqrt(filled.filled_vi[len(STUDIES) :]),
        }
    )
    return pd.concat([STUDIES.assign(filled=False), added.assign(filled=True)], ignore_index=True)


def influence_rows() -> pd.DataFrame:
    """The diagnostics of each trial."""
    found = influence(EFFECTS)
    names = (
        "rstudent",
        "dffits",
        "cooks_distance",
        "covariance_ratio",
        "tau2_deleted",
        "q_deleted",
        "weight_percent",
        "influential",
    )
    return pd.DataFrame({"label": found.labels, **{name: getattr(found, name) for name in names}})


def baujat_rows() -> pd.DataFrame:
    """Each trial's part of Q and its pull on the pooled effect."""
    found = influence(EFFECTS, tau2_method="EE")
    return pd.DataFrame(
        {"label": found.labels, "contribution": found.baujat_x, "influence": found.baujat_y}
    )


def labbe_rows() -> pd.DataFrame:
    """The risks of both arms, weighted as in the pooling."""
    return pd.DataFrame(
        {
            "label": TRIALS["label"],
            "risk": TRIALS["events"] / TRIALS["n"],
            "risk_comparator": TRIALS["events_comparator"] / TRIALS["n_comparator"],
            "weight": WHOLE.weights,
        }
    )


def cumulative_rows() -> pd.DataFrame:
    """The pooled ratio as trials are added from A to I."""
    found = pooled_in_turn(EFFECTS, tau2_method="REML")
    fit = found.fit
    return pd.DataFrame(
        {
            "label": found.labels,
            "k": fit.k,
            "tau2": fit.tau2,
            "estimate": np.exp(fit.estimate),
            "low": np.exp(fit.ci_low),
            "high": np.exp(fit.ci_high),
        }
    )


def drapery_rows() -> pd.DataFrame:
    """The p value of every effect, for each trial, for the pooled effect and for a new trial."""
    # Every curve is given where it peaks, at its estimate.
    grid = np.union1d(np.linspace(-2.0, 1.0, 301), [*STUDIES["estimate"], WHOLE.estimate])
    new = prediction_interval(WHOLE, RULE)
    curves = [
        ("study", row.label, row.estimate, row.std_error, np.inf) for row in STUDIES.itertuples()
    ]
    curves += [
        ("summary", "All trials", WHOLE.estimate, WHOLE.std_error, np.inf),
        ("prediction", "A new trial", WHOLE.estimate, float(new.std_error), new.df),
    ]
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "curve": curve,
                    "label": label,
                    "effect": grid,
                    "p_value": two_sided_p((grid - middle) / error, df),
                }
            )
            for curve, label, middle, error, df in curves
        ],
        ignore_index=True,
    )


def bubble_line() -> pd.DataFrame:
    """The regression of the log ratio on age, with its bands."""
    fit = meta_regression(EFFECTS, moderators={"age": TRIALS["age_years"]})
    ages = np.linspace(TRIALS["age_years"].min(), TRIALS["age_years"].max(), 40)
    found = predict_effects(fit, np.column_stack([np.ones_like(ages), ages]))
    return pd.DataFrame(
        {
            "x": ages,
            "fit": found["estimate"],
            "low": found["ci_low"],
            "high": found["ci_high"],
            "prediction_low": found["pi_low"],
            "prediction_high": found["pi_high"],
        }
    )


def labbe_curve() -> pd.DataFrame:
    """Where the pooled ratio puts the risk of the new drug for each risk of the old."""
    risks = np.linspace(0.0, min(1.0, 1.0 / float(np.exp(WHOLE.estimate))), 50)
    return pd.DataFrame({"risk_comparator": risks, "risk": risks * float(np.exp(WHOLE.estimate))})


def gosh_rows() -> pd.DataFrame:
    """The pool of every subset of two trials or more, marked by whether it holds the largest."""
    found = gosh(EFFECTS, method="DL")
    frame = pd.DataFrame(
        {
            "label": [f"Invented subset {i}" for i in range(1, len(found.size) + 1)],
            "estimate": found.estimate,
            "i2_percent": found.i2_percent,
            "includes": found.member[:, -1],
            "sources": "",
        }
    )
    return frame[found.size >= 2].reset_index(drop=True)


def appraisal_rows() -> pd.DataFrame:
    """Every trial judged on the domains of RoB 2, by turns."""
    judgements = ("low", "some concerns", "high")
    return pd.DataFrame(
        [
            {
                "study": label,
                "label": label,
                "item": item,
                "item_label": asked,
                "judgement": judgements[(2 * i + 3 * j) % 5 % 3],
                "sources": "",
            }
            for i, label in enumerate(TRIALS["label"])
            for j, (item, asked) in enumerate({**LIGHTS, "Overall": ""}.items())
        ]
    )
