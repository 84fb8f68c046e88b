"""What another choice would give: pools of every subset of studies, and the multiverse, as data.

The script of the page draws from them; nothing is computed in the browser.
"""

import json
from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from evidence.site.grids import grid, rows_of
from evidence.site.notebooks import Grid
from evidence.site.records import spaced
from evidence.site.shared import Shared
from evidence.site.template import page
from evidence.synthesis.effect_sizes.back_transform import back_transform
from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.pooling.pool import pool

FILE, DATA = "choices.html", "choices.js"
MEASURE = "logit_proportion"
MODELS = {
    "REML": "random effects (REML)",
    "DL": "random effects (DerSimonian-Laird)",
    "PM": "random effects (Paule-Mandel)",
    "common": "common effect",
}
TESTS = {
    "wald": "Wald",
    "knapp_hartung": "Knapp-Hartung",
    "knapp_hartung_ad_hoc": "Knapp-Hartung, not narrower than Wald",
}
# Ten studies have a thousand subsets, some 100 kB of data; with more there is no such choice.
MOST_STUDIES = 10
DIMENSIONS = ("measure", "estimator", "interval", "zero_policy", "inclusion")
PLACES = 4  # decimals of a proportion in the data


def choices_page(shared: Shared) -> dict[str, bytes]:
    """The page and its data; nothing where no multiverse was derived."""
    derived = shared.records.derived
    if not {"multiverse", "single_arm"} <= set(derived):
        return {}
    main = derived["multiverse"][derived["multiverse"]["main"] == "True"]
    studies = _studies(shared, set(" ".join(main["sources"]).split()))
    if main.empty or studies.empty:
        return {}
    chains = shared.chains(FILE, "Choices")
    multiverse = _multiverse(shared, derived["multiverse"])
    data = {
        "studies": _shown_studies(studies),
        "models": MODELS,
        "tests": TESTS,
        "subsets": _subsets(studies) if len(studies) <= MOST_STUDIES else {},
        "main": _numbers(main.iloc[0].to_dict()),
        "multiverse": multiverse,
    }
    outcome = shared.records.in_words(studies)["outcome"].iloc[0]
    shown = page(
        "choices.html",
        shared.site,
        FILE,
        "Choices",
        chains,
        outcome=outcome,
        studies=data["studies"],
        models=MODELS,
        tests=TESTS,
        dimensions=_options(multiverse),
        grids=_static_tables(shared, chains),
    )
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=True)
    return {FILE: shown, DATA: f"window.choices={text};\n".encode()}


def _studies(shared: Shared, sources: set[str]) -> pd.DataFrame:
    """The populations of the main pool, as text."""
    rows = shared.records.derived["single_arm"]
    inside = [bool(names) and set(names.split()) <= sources for names in rows["sources"]]
    return rows[inside]


def _shown_studies(studies: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "label": row["study_label"],
            "events": int(row["events"]),
            "n": int(row["n"]),
            "estimate": round(float(row["proportion"]), PLACES),
            "low": round(float(row["clopper_pearson_low"]), PLACES),
            "high": round(float(row["clopper_pearson_high"]), PLACES),
        }
        for row in studies.to_dict("records")
    ]


def _numbers(row: Mapping[Any, Any]) -> list[float]:
    return [round(float(row[name]), PLACES) for name in ("estimate", "low", "high")]


def _subsets(studies: pd.DataFrame) -> dict[str, list[list[float]]]:
    """Estimate and limits by model and interval, of each subset of studies.

    The place of a subset is the number whose binary digits say which studies are in it, the first
    study last; subsets of none have no numbers.
    """
    effects = effect_sizes(
        MEASURE, xi=studies["events"].astype(float), ni=studies["n"].astype(float)
    )
    numbers, places = np.arange(1, 2 ** len(studies)), np.arange(len(studies))
    inside = (numbers[:, None] >> places & 1).astype(bool)
    yi, vi = (np.where(inside, values, np.nan) for values in (effects.yi, effects.vi))
    found = {}
    for model, test in product(MODELS, TESTS):
        if model == "common" and test != "wald":
            continue
        fit = pool(yi, vi, tau2_method=model, test=test)
        limits = (back_transform(part, MEASURE) for part in (fit.estimate, fit.ci_low, fit.ci_high))
        found[f"{model} {test}"] = [[], *np.round(np.column_stack([*limits]), PLACES).tolist()]
    return found


def _multiverse(shared: Shared, frame: pd.DataFrame) -> dict[str, Any]:
    """The analyses of the multiverse: their choices as places in lists of words, and numbers."""
    words = shared.records.in_words(frame)
    levels = {name: list(dict.fromkeys(words[name])) for name in DIMENSIONS}
    rows = [
        [*(levels[name].index(row[name]) for name in DIMENSIONS), *_numbers(row)]
        for row in words.to_dict("records")
        if row["estimate"] != ""
    ]
    return {"levels": levels, "rows": rows}


def _options(multiverse: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    """Name, words and levels of each choice."""
    return [(name, spaced(name), levels) for name, levels in multiverse["levels"].items()]


def _static_tables(shared: Shared, chains: Any) -> list[Grid]:
    """What can be read without script: the pool without each study."""
    if "leave_one_out" not in shared.records.derived:
        return []
    frame, rows = rows_of(chains, "leave_one_out")
    return [grid(chains, frame, rows, ["label", "k", "estimate", "low", "high", "tau2"])]
