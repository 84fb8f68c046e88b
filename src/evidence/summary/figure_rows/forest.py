"""Frames that forest plots are drawn from: one row per line, numbers ready-made."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from evidence.coded.labels import labels
from evidence.coded.source_keys import source_keys
from evidence.errors import EvidenceError
from evidence.summary.results.pooled import LEAST_STUDIES, NOT_SHOWN, PRIMARY, STABLE, UNSTABLE

Tables = Mapping[str, pd.DataFrame]

SAME_LIMITS = 5e-4  # on the scale of analysis: below, both intervals show the same digits
# A row's type; "subgroup" is also how the codes of analysis sets of subgroups begin.
STUDY, SUBGROUP = "study", "subgroup"
EXACT = "Clopper-Pearson, exact"  # the intervals of single proportions
STABILITY = {UNSTABLE: "; unstable", STABLE: ""}  # what is said of a prediction interval


class NothingPooled(EvidenceError, LookupError):
    """A figure asks for a pooled result of too few populations."""


def _heading(label: str) -> dict:
    return {"row_type": SUBGROUP, "label": label, "sources": ""}


def proportion_row(label: str, row: Any, **more: object) -> dict:
    """A proportion with its exact interval as a row of a forest plot."""
    limits = {
        "estimate": row.proportion,
        "low": row.clopper_pearson_low,
        "high": row.clopper_pearson_high,
    }
    return {
        "row_type": STUDY,
        "label": label,
        "events": row.events,
        "n": row.n,
        **limits,
        "interval": EXACT,
        "sources": row.sources,
        **more,
    }


def of_whole_trial(results: pd.DataFrame) -> pd.DataFrame:
    """The results that are of no subgroup."""
    return results[~results["analysis_set"].str.startswith(SUBGROUP)]


def compared_row(row: Mapping, label: str) -> dict:
    """A comparison of two arms as a row of a forest plot; a hazard ratio has no counts."""
    counts = ("events", "n", "events_comparator", "n_comparator")
    return {
        "row_type": STUDY,
        "label": label,
        **{name: row.get(name) for name in (*counts, "estimate", "low", "high")},
        "basis": row.get("numerator_basis"),
        "sources": row["sources"],
    }


def grouped(parts: list[tuple[str, list[dict]]]) -> pd.DataFrame:
    """Rows under the heading of their group; a group without rows has none."""
    rows = []
    for heading, studies in parts:
        if studies:
            rows += [_heading(heading), *({**study, "group": heading} for study in studies)]
    return pd.DataFrame(rows)


def by_analysis_set(
    coded: Tables,
    arms_compared: pd.DataFrame,
    outcomes: Sequence[str],
    measure: str = "risk_ratio",
) -> pd.DataFrame:
    """A randomised trial's outcomes, one row per outcome and analysis set, grouped by outcome.

    Parameters
    ----------
    coded : outcome_measures and analysis_sets (labels) are used.
    arms_compared : derived; results of subgroups are left out.
    measure : which of its measures is drawn.
    """
    measures, sets = labels(coded, "outcome_measures"), labels(coded, "analysis_sets")
    rows = of_whole_trial(arms_compared[arms_compared["measure"] == measure])
    return grouped(
        [
            (
                measures[outcome],
                [
                    compared_row(row, sets[row["analysis_set"]])
                    for row in rows[rows["outcome"] == outcome].to_dict("records")
                ],
            )
            for outcome in outcomes
        ]
    )


def rates_of_one_arm(coded: Tables, rates: pd.DataFrame) -> pd.DataFrame:
    """The rates of one arm by report, the widest denominator of each first."""
    sets = labels(coded, "analysis_sets")
    widest_first = rates.sort_values(["study_label", "n"], ascending=[True, False])
    rows = [
        proportion_row(sets[row.analysis_set], row, group=row.study_label)
        for row in widest_first.itertuples()
    ]
    return pd.DataFrame(rows).drop(columns="row_type", errors="ignore")


def pooled_rows(
    coded: Tables, single_arm: pd.DataFrame, pooled: pd.DataFrame, outcome: str
) -> pd.DataFrame:
    """The populations that count once, by population, then the main model's summary, its prediction
    interval where that says more, and the model in words.

    Raises
    ------
    NothingPooled : the outcome has too few populations to be pooled.
    """
    rows = single_arm[(single_arm["outcome"] == outcome) & (single_arm["primary"] == "yes")]
    models = pooled[pooled["outcome"] == outcome].set_index("specification")
    if PRIMARY not in models.index:
        raise NothingPooled(
            f"{outcome}: found {len(rows)} populations of the main analysis; allowed: at least "
            f"{LEAST_STUDIES} to draw a pooled result"
        )
    return pd.concat(
        [_by_population(coded, rows), pd.DataFrame(_summary_lines(models.loc[PRIMARY]))],
        ignore_index=True,
    )


def _by_population(coded: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    """Studies under the heading of their population, with design and what each counts."""
    measures = labels(coded, "outcome_measures")
    return grouped(
        [
            (
                heading,
                [
                    proportion_row(
                        row.study_label,
                        row,
                        family=row.family_id,
                        design=row.design.replace("_", " ").capitalize(),
                        counted_as=measures[row.counted_as],
                        basis=row.numerator_basis,
                    )
                    for row in rows[rows["population"] == population].itertuples()
                ],
            )
            for population, heading in labels(coded, "populations").items()
        ]
    )


def _summary_lines(model: pd.Series) -> list[dict]:
    sources = f"pooled:{model['pooled_id']}"
    lines = [
        {
            "row_type": "summary",
            "label": "Pooled estimate (random effects)",
            "events": model["events"],
            "n": model["n"],
            "estimate": model["estimate"],
            "low": model["low"],
            "high": model["high"],
            "sources": sources,
        }
    ]
    if model["stability"] != NOT_SHOWN and not _says_nothing_more(model):
        rule = "t distribution, k − 1 degrees of freedom" + STABILITY[model["stability"]]
        lines.append(
            {
                "row_type": "prediction",
                "label": "Prediction interval, a new study",
                "estimate": None,
                "low": model["prediction_low"],
                "high": model["prediction_high"],
                "note": rule,
                "sources": sources,
            }
        )
    words = f"{model['model'].capitalize()}; τ² {model['tau2']:.3f} (logit)"
    return [*lines, {"row_type": "text", "label": words, "sources": sources}]


def _says_nothing_more(model: pd.Series) -> bool:
    """Whether the prediction interval shows the same digits as the confidence interval."""
    return bool(
        np.allclose(
            model[["low", "high"]].astype(float),
            model[["prediction_low", "prediction_high"]].astype(float),
            rtol=0,
            atol=SAME_LIMITS,
        )
    )


def leave_one_out_rows(
    leave_one_out: pd.DataFrame, pooled: pd.DataFrame, outcome: str
) -> pd.DataFrame:
    """The primary model without each population in turn, then with all of them; what
    ``figures.leave_one_out.draw`` needs.
    """
    whole = pooled[(pooled["outcome"] == outcome) & (pooled["specification"] == "primary")]
    summary = whole[["k", "estimate", "low", "high", "tau2"]].assign(
        row_type="summary", label="All studies", sources=source_keys("pooled", whole["pooled_id"])
    )
    return pd.concat([leave_one_out.assign(row_type=STUDY), summary], ignore_index=True)


def inferred_note(frame: pd.DataFrame) -> str:
    """A sentence that names the rows with a numerator that was worked out from a percentage; empty
    if there are none.
    """
    said = {"basis", "group", "label"} <= {*frame}
    rows = frame[frame["basis"].eq("inferred")] if said else frame.iloc[:0]
    named = [f"{row.group}, {row.label}" for row in rows.itertuples()]
    return (
        f"A numerator of {'; '.join(named)} is inferred from the percentage reported."
        if named
        else ""
    )
