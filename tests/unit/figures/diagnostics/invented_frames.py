"""Invented frames of the plots that examine a meta-analysis, and a drawer of each kind."""

import math

import numpy as np
import pandas as pd

from evidence.figures.canvas.style import style
from evidence.figures.diagnostics import (
    baujat,
    bubble,
    drapery,
    funnel,
    gosh,
    influence_panel,
    labbe,
    radial,
    specification_curve,
)
from evidence.figures.forest import cumulative, leave_one_out

WAVE = [0.0, 0.4, -0.2, 0.1, -0.5, 0.3, 0.05]


def names(k, name):
    return [name.format(i=i + 1) for i in range(k)]


def effects(k, name="Invented {i}"):
    return pd.DataFrame(
        {
            "label": names(k, name),
            "estimate": [WAVE[i % 7] for i in range(k)],
            "std_error": [0.1 + 0.05 * (i % 9) for i in range(k)],
            "weight": [1.0 + i % 5 for i in range(k)],
            "x": [20.0 + 3 * (i % 11) for i in range(k)],
        }
    )


def risks(k, name="Invented {i}"):
    return pd.DataFrame(
        {
            "label": names(k, name),
            "risk": [i / max(k - 1, 1) for i in range(k)],
            "risk_comparator": [0.5 * i / max(k - 1, 1) for i in range(k)],
            "weight": [1.0 + i % 5 for i in range(k)],
        }
    )


def sources(k, name="Invented {i}"):
    return pd.DataFrame(
        {
            "label": names(k, name),
            "contribution": [(i * 7 % 11) / 3 for i in range(k)],
            "influence": [(i * 5 % 13) / 9 for i in range(k)],
        }
    )


def diagnostics(k, name="Invented {i}"):
    return pd.DataFrame(
        {
            "label": names(k, name),
            "rstudent": [WAVE[i % 7] * 4 for i in range(k)],
            "cooks_distance": [(i % 5) / 4 for i in range(k)],
            "covariance_ratio": [1 + WAVE[i % 7] for i in range(k)],
            "tau2_deleted": [0.01 * (i % 6) for i in range(k)],
            "weight_percent": [1.0 + i % 5 for i in range(k)],
            "influential": [i == 1 for i in range(k)],
        }
    )


def pooled(k, name="Invented {i}"):
    return pd.DataFrame(
        {
            "label": names(k, name),
            "estimate": [math.exp(WAVE[i % 7]) for i in range(k)],
            "low": [math.exp(WAVE[i % 7] - 0.3) for i in range(k)],
            "high": [math.exp(WAVE[i % 7] + 0.3) for i in range(k)],
            "k": range(1, k + 1),
        }
    )


def analyses(k, name="Invented {i}"):
    frame = pooled(k).drop(columns="k")
    return frame.assign(
        model=[name.format(i=i % 3) for i in range(k)],
        zero=[["keep", "drop"][i % 2] for i in range(k)],
        main=[i == 0 for i in range(k)],
    )


def curves(k, name="Invented {i}"):
    effect = np.linspace(-1, 1, 41)
    parts = [
        pd.DataFrame(
            {
                "curve": "study",
                "label": label,
                "effect": effect,
                "p_value": np.maximum(0, 1 - np.abs(effect - WAVE[i % 7]) * 2),
            }
        )
        for i, label in enumerate(names(k, name))
    ]
    total = pd.DataFrame(
        {
            "curve": "summary",
            "label": "Total",
            "effect": effect,
            "p_value": np.maximum(0, 1 - np.abs(effect) * 4),
        }
    )
    return pd.concat([*parts, total], ignore_index=True)


def subsets(k, name="Invented {i}"):
    return pd.DataFrame(
        {
            "estimate": [WAVE[i % 7] + 0.001 * i for i in range(k)],
            "i2_percent": [float(i * 37 % 101) for i in range(k)],
            "includes": [i % 2 == 0 for i in range(k)],
        }
    )


CHOICES = {"model": "Model", "zero": "Zero cells"}


KINDS = {
    "funnel": (
        funnel,
        effects,
        {"measure": "risk_ratio", "summary": 0.1},
        {"measure": "risk_ratio"},
    ),
    "bubble": (
        bubble,
        effects,
        {"measure": "risk_ratio", "moderator": "Age (years)"},
        {"measure": "risk_ratio", "moderator": "Age (years)"},
    ),
    "baujat": (baujat, sources, {}, {}),
    "labbe": (labbe, risks, {}, {}),
    "influence_panel": (influence_panel, diagnostics, {}, {}),
    "cumulative": (cumulative, pooled, {"measure": "risk_ratio"}, {"measure": "risk_ratio"}),
    "leave_one_out": (leave_one_out, pooled, {"measure": "risk_ratio"}, {"measure": "risk_ratio"}),
    "specification_curve": (
        specification_curve,
        analyses,
        {"measure": "risk_ratio", "choices": CHOICES},
        {"measure": "risk_ratio", "choices": CHOICES},
    ),
    "drapery": (drapery, curves, {"measure": "risk_ratio"}, {"measure": "risk_ratio"}),
    "gosh": (
        gosh,
        subsets,
        {"measure": "risk_ratio", "study": "Invented 1"},
        {"measure": "risk_ratio"},
    ),
    "radial": (
        radial,
        lambda k, name="Invented {i}": effects(k, name).assign(
            precision=lambda f: 1 / f["std_error"], z=lambda f: f["estimate"] / f["std_error"]
        ),
        {"measure": "risk_ratio", "summary": 0.1},
        {"measure": "risk_ratio", "summary": 0.1},
    ),
}


def drawn(kind, frame, palette="colour", width="double", height=80, journal="default", **options):
    module, _, ask, _ = KINDS[kind]
    with style(journal, palette) as figure_style:
        figure = figure_style.figure(width, height)
        axes = module.draw(figure, frame, **{**ask, **options})
    return figure, axes
