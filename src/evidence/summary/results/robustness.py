"""How much a pooled proportion hangs on single studies and on single choices."""

from collections.abc import Collection

import numpy as np
import pandas as pd
from scipy.special import expit

from evidence.coded.source_keys import joined_sources
from evidence.errors import EvidenceError
from evidence.summary.results.pool_choices import Denominators, Pools
from evidence.summary.results.pooled import MAIN
from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.glmm.one_arm import binomial_normal
from evidence.synthesis.glmm.population_mean import conditional_mean
from evidence.synthesis.sensitivity.gosh import gosh
from evidence.synthesis.sensitivity.multiverse import COLUMNS, multiverse
from evidence.synthesis.sensitivity.software_defaults import COLUMNS as LEDGER_COLUMNS
from evidence.synthesis.sensitivity.software_defaults import convention_ledger

RULES = {  # inclusion rule -> the rows that are let in, by why they are or are not primary
    "primary": MAIN,
    "reported numerators only": ("none",),
}
LEFT_OUT = ["label", "k", "estimate", "low", "high", "tau2", "sources"]
LEAST = 2  # studies that a subset or a specification has


def _of(single_arm: pd.DataFrame, outcome: str, exclusions: Collection[str] = MAIN) -> pd.DataFrame:
    rows = single_arm[(single_arm["outcome"] == outcome) & single_arm["exclusion"].isin(exclusions)]
    return rows.reset_index(drop=True)


def leave_one_out(single_arm: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """The primary model without each population in turn.

    Returns
    -------
    label (of the population left out), k, estimate, low, high (0 to 1), tau2 (logit), sources;
    empty where fewer than two are left.
    """
    rows = _of(single_arm, outcome)
    if len(rows) <= LEAST:
        return pd.DataFrame(columns=LEFT_OUT)
    without = np.where(np.eye(len(rows), dtype=bool), np.nan, rows["events"].to_numpy(float))
    fit = binomial_normal(
        without, np.broadcast_to(rows["n"].to_numpy(float), without.shape), test="t"
    )
    mean = conditional_mean(fit)
    sources = [joined_sources(rows["sources"].drop(index=left)) for left in rows.index]
    columns = (rows["study_label"], fit.k, mean.estimate, mean.ci_low, mean.ci_high, fit.tau2)
    return pd.DataFrame(dict(zip(LEFT_OUT, (*columns, sources), strict=True)))


def every_subset(single_arm: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Every subset of at least two populations of the main analysis pooled (logit, REML).

    Returns
    -------
    estimate (logit), i2_percent, k, one column of booleans a population, sources.
    """
    rows = _of(single_arm, outcome)
    if len(rows) < LEAST:
        return pd.DataFrame(columns=["estimate", "i2_percent", "k", "sources"])
    effects = effect_sizes(
        "logit_proportion",
        xi=rows["events"].to_numpy(float),
        ni=rows["n"].to_numpy(float),
        labels=rows["study_label"],
    )
    found = gosh(effects.yi, effects.vi, method="REML")
    members = found.member
    frame = pd.DataFrame(
        {"estimate": found.estimate, "i2_percent": found.i2_percent, "k": members.sum(axis=1)}
    )
    studies = pd.DataFrame(members, columns=rows["study_label"])
    sources = [joined_sources(rows["sources"][member]) for member in members]
    return (
        pd.concat([frame, studies], axis=1)
        .assign(sources=sources)[members.sum(axis=1) >= LEAST]
        .reset_index(drop=True)
    )


def _inclusions(rows: pd.DataFrame, pools: Pools) -> dict[str, np.ndarray]:
    """The populations that each rule lets in, of the rules that let in enough."""
    rules = RULES | {row.name: (*MAIN, *row.exclusions) for row in pools.further}
    included = {name: rows["exclusion"].isin(codes).to_numpy() for name, codes in rules.items()}
    included |= {
        row.name: ((rows["population"] == row.population) & rows["exclusion"].isin(MAIN)).to_numpy()
        for row in pools.strata
    }
    return {name: members for name, members in included.items() if members.sum() >= LEAST}


def _with_main(found: pd.DataFrame, column: str, main: str, sources: dict) -> pd.DataFrame:
    """Specifications on the scale of proportions, the main analysis marked, with sources."""
    is_main = (
        (found["estimator"] == "binomial_normal")
        & (found["interval"] == "t")
        & (found[column] == main)
    )
    return found.rename(columns={"ci_low": "low", "ci_high": "high"}).assign(
        main=is_main, sources=found[column].map(sources)
    )


def every_specification(single_arm: pd.DataFrame, pools: Pools) -> pd.DataFrame:
    """One row per way to pool: measure, estimator, interval, zero policy, inclusion rule,
    denominator.

    Rows of one family under one rule are populations that do not share patients (overlapping
    ones are excluded as same_patients before), so families are not checked again here.

    Parameters
    ----------
    single_arm : derived. pools : the outcome, and what is let in besides the main analysis.

    Returns
    -------
    the columns of ``multiverse`` on the scale of proportions, main (the main analysis), sources.
    """
    let_in = {*MAIN, *(code for row in pools.further for code in row.exclusions)}
    rows = _of(single_arm, pools.outcome, let_in)
    inclusions = _inclusions(rows, pools)
    frame = (
        rows[["events", "n", "study_label"]]
        .astype({"events": float, "n": float})
        .rename(columns={"study_label": "study"})
    )
    found = (
        multiverse(frame, {"treated": {"xi": "events", "ni": "n"}}, inclusions)
        if inclusions
        else pd.DataFrame(columns=[*COLUMNS])
    )
    sources = {
        name: joined_sources(rows["sources"][included]) for name, included in inclusions.items()
    }
    return _with_main(found, "inclusion", "primary", sources)


def with_two_denominators(single_arm: pd.DataFrame, choice: Denominators) -> pd.DataFrame:
    """As ``every_specification`` for an outcome among responders, and among all who were treated.

    Populations of the main analysis whose response is tabulated too, so that both are known.
    """
    of_responders = _of(single_arm, choice.outcome)
    treated = (
        single_arm[single_arm["outcome"] == choice.response]
        .drop_duplicates("study_id")
        .set_index("study_id")
    )
    rows = of_responders[of_responders["study_id"].isin(treated.index)].reset_index(drop=True)
    if len(rows) < LEAST:
        return _with_main(pd.DataFrame(columns=[*COLUMNS]), "denominator", "", {})
    everyone = treated.loc[rows["study_id"]]
    frame = pd.DataFrame(
        {
            "study": rows["study_label"],
            "events": rows["events"].astype(float),
            "responders": rows["n"].astype(float),
            "treated": everyone["n"].to_numpy(float),
        }
    )
    counts = {"responders": "responders", "all treated": "treated"}
    found = multiverse(frame, {name: {"xi": "events", "ni": n} for name, n in counts.items()})
    sources = {
        "responders": joined_sources(rows["sources"]),
        "all treated": joined_sources(rows["sources"], everyone["sources"]),
    }
    return _with_main(found, "denominator", "responders", sources)


def by_convention(single_arm: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """What several systems report by default for the primary populations, and why the numbers
    differ; empty where there are fewer than two.
    """
    rows = _of(single_arm, outcome)
    if len(rows) < LEAST:
        return pd.DataFrame(columns=[*LEDGER_COLUMNS, "sources"])
    ledger = convention_ledger(xi=rows["events"].to_numpy(float), ni=rows["n"].to_numpy(float))
    return ledger.assign(sources=joined_sources(rows["sources"]))


class UnknownStudy(EvidenceError, LookupError):
    """A figure marks a study that is not among those pooled."""


def subset_rows(subsets: pd.DataFrame, study: str) -> pd.DataFrame:
    """Subsets for a GOSH plot, on the scale of proportions, marked by whether they hold a study.

    Raises
    ------
    UnknownStudy : no population has this label.
    """
    if subsets.empty:
        return pd.DataFrame()
    if study not in subsets:
        known = [name for name in subsets if subsets[name].dtype == bool]
        raise UnknownStudy(
            f"subsets of studies, study to mark: found {study!r}; allowed: {'; '.join(known)}"
        )
    return subsets[["i2_percent", "k", "sources"]].assign(
        estimate=expit(subsets["estimate"]), includes=subsets[study]
    )


WORDS = {
    "PLO": "logit",
    "PLN": "log",
    "PAS": "arcsine",
    "PR": "untransformed",
    "PFT": "Freeman-Tukey",
    "DL": "DerSimonian-Laird",
    "PM": "Paule-Mandel",
    "common": "common effect",
    "wald": "Wald",
    "knapp_hartung": "Knapp-Hartung",
    "knapp_hartung_ad_hoc": "Knapp-Hartung, ad hoc",
    "mantel_haenszel": "Mantel-Haenszel",
    "peto": "Peto",
    "binomial_normal": "binomial-normal",
    "beta_binomial": "beta-binomial",
    "all": "constant to all",
    "not applicable": "counts modelled",
}


def readable(specifications: pd.DataFrame) -> pd.DataFrame:
    """The specifications with their choices in words, for a figure."""
    choices = ["measure", "estimator", "interval", "zero_policy"]
    words = {name: specifications[name].replace(WORDS) for name in choices}
    if "inclusion" in specifications:
        words["inclusion"] = specifications["inclusion"].replace({"primary": "main analysis"})
    return specifications.assign(**words)


def range_of(specifications: pd.DataFrame) -> pd.Series:
    """How far the estimates of all specifications range: count, lowest, highest, middle,
    unanswered, sources.
    """
    answered = specifications.dropna(subset=["estimate"])
    sources = joined_sources(answered["sources"].unique())
    return pd.Series(
        {
            "count": len(answered),
            "lowest": answered["estimate"].min(),
            "highest": answered["estimate"].max(),
            "middle": answered["estimate"].median(),
            "unanswered": len(specifications) - len(answered),
            "sources": sources,
        }
    )
