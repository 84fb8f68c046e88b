"""How much a pooled proportion hangs on single studies and on single choices."""

from collections.abc import Collection

import numpy as np
import pandas as pd
from scipy.special import expit

from evidence.coded.source_keys import joined_sources
from evidence.errors import EvidenceError
from evidence.summary.results.pooled import MAIN
from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.glmm.one_arm import binomial_normal
from evidence.synthesis.glmm.population_mean import conditional_mean
from evidence.synthesis.sensitivity.gosh import gosh
from evidence.synthesis.sensitivity.multiverse import multiverse
from evidence.synthesis.sensitivity.software_defaults import convention_ledger

OUTCOME = "cr_or_cri"
RULES = {  # inclusion rule -> the rows that are let in, by why they are or are not primary
    "primary": MAIN,
    "reported numerators only": ("none",),
    "with the inotuzumab arm of INO-VATE": (*MAIN, "randomised_arm"),
}
AGES = {
    "adults only": "adult_relapsed_refractory",
    "children only": "paediatric_relapsed_refractory",
}


def _of(single_arm: pd.DataFrame, outcome: str, exclusions: Collection[str] = MAIN) -> pd.DataFrame:
    rows = single_arm[(single_arm["outcome"] == outcome) & single_arm["exclusion"].isin(exclusions)]
    return rows.reset_index(drop=True)


def leave_one_out(single_arm: pd.DataFrame, outcome: str = OUTCOME) -> pd.DataFrame:
    """The primary model without each population in turn.

    Returns
    -------
    label (of the population left out), k, estimate, low, high (0 to 1), tau2 (logit), sources.
    """
    rows = _of(single_arm, outcome)
    without = np.where(np.eye(len(rows), dtype=bool), np.nan, rows["events"].to_numpy(float))
    fit = binomial_normal(
        without, np.broadcast_to(rows["n"].to_numpy(float), without.shape), test="t"
    )
    mean = conditional_mean(fit)
    sources = [joined_sources(rows["sources"].drop(index=left)) for left in rows.index]
    return pd.DataFrame(
        {
            "label": rows["study_label"],
            "k": fit.k,
            "estimate": mean.estimate,
            "low": mean.ci_low,
            "high": mean.ci_high,
            "tau2": fit.tau2,
            "sources": sources,
        }
    )


def every_subset(single_arm: pd.DataFrame, outcome: str = OUTCOME) -> pd.DataFrame:
    """Every subset of at least two populations of the main analysis pooled (logit, REML).

    Returns
    -------
    estimate (logit), i2_percent, k, one column of booleans a population, sources.
    """
    rows = _of(single_arm, outcome)
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
        .assign(sources=sources)[members.sum(axis=1) >= 2]
        .reset_index(drop=True)
    )


def _inclusions(rows: pd.DataFrame) -> dict[str, np.ndarray]:
    rules = {name: rows["exclusion"].isin(allowed).to_numpy() for name, allowed in RULES.items()}
    ages = {
        name: ((rows["population"] == code) & rows["exclusion"].isin(MAIN)).to_numpy()
        for name, code in AGES.items()
    }
    return {name: included for name, included in {**rules, **ages}.items() if included.sum() >= 2}


def every_specification(single_arm: pd.DataFrame, outcome: str = OUTCOME) -> pd.DataFrame:
    """One row per way to pool: measure, estimator, interval, zero policy, inclusion rule,
    denominator.

    Rows of one family under one rule are populations that do not share patients (overlapping
    ones are excluded as same_patients before), so families are not checked again here.

    Returns
    -------
    the columns of ``multiverse`` on the scale of proportions, main (the main analysis), sources.
    """
    rows = _of(single_arm, outcome, {code for allowed in RULES.values() for code in allowed})
    frame = (
        rows[["events", "n", "study_label"]]
        .astype({"events": float, "n": float})
        .rename(columns={"study_label": "study"})
    )
    inclusions = _inclusions(rows)
    found = multiverse(frame, {"treated": {"xi": "events", "ni": "n"}}, inclusions)
    sources = {
        name: joined_sources(rows["sources"][included]) for name, included in inclusions.items()
    }
    main = (
        (found["estimator"] == "binomial_normal")
        & (found["interval"] == "t")
        & (found["inclusion"] == "primary")
    )
    return found.rename(columns={"ci_low": "low", "ci_high": "high"}).assign(
        main=main, sources=found["inclusion"].map(sources)
    )


def mrd_specifications(single_arm: pd.DataFrame) -> pd.DataFrame:
    """As ``every_specification`` for MRD negativity, with both denominators: responders, and all
    treated.

    Populations of the main analysis whose response rate is tabulated too, so that both are known.
    """
    of_responders = _of(single_arm, "mrd_negative_of_responders")
    treated = (
        single_arm[single_arm["outcome"] == OUTCOME]
        .drop_duplicates("study_id")
        .set_index("study_id")
    )
    rows = of_responders[of_responders["study_id"].isin(treated.index)].reset_index(drop=True)
    everyone = treated.loc[rows["study_id"]]
    frame = pd.DataFrame(
        {
            "study": rows["study_label"],
            "events": rows["events"].astype(float),
            "responders": rows["n"].astype(float),
            "treated": everyone["n"].to_numpy(float),
        }
    )
    found = multiverse(
        frame,
        {
            "responders": {"xi": "events", "ni": "responders"},
            "all treated": {"xi": "events", "ni": "treated"},
        },
    )
    sources = {
        "responders": joined_sources(rows["sources"]),
        "all treated": joined_sources(rows["sources"], everyone["sources"]),
    }
    main = (
        (found["estimator"] == "binomial_normal")
        & (found["interval"] == "t")
        & (found["denominator"] == "responders")
    )
    return found.rename(columns={"ci_low": "low", "ci_high": "high"}).assign(
        main=main, sources=found["denominator"].map(sources)
    )


def by_convention(single_arm: pd.DataFrame, outcome: str = OUTCOME) -> pd.DataFrame:
    """What several systems report by default for the primary populations, and why the numbers
    differ.
    """
    rows = _of(single_arm, outcome)
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
    "binomial_normal": "binomial-normal",
    "beta_binomial": "beta-binomial",
    "all": "constant to all",
    "not applicable": "counts modelled",
}


def readable(specifications: pd.DataFrame) -> pd.DataFrame:
    """The specifications with their choices in words, for a figure."""
    choices = ["measure", "estimator", "interval", "zero_policy"]
    return specifications.assign(**{name: specifications[name].replace(WORDS) for name in choices})


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
