"""Each claim about another study, compared with that study's own coded results.

A claim's value is compared with every result of the family of the study it speaks of, of the same
kind and group of measures; where the sentence gives both arms, both must agree. What it says
without a value is compared by :mod:`~evidence.audit.claims.directions`. A claim has every verdict
that applies, the gravest first.
"""

import numpy as np
import pandas as pd

from evidence.audit.claims.authors import authors_named
from evidence.audit.claims.comparison import claims_with_study, compare
from evidence.audit.claims.directions import OF_RESULT as OF_DIRECTION
from evidence.audit.claims.directions import direction_verdicts
from evidence.audit.claims.study_results import study_results
from evidence.audit.core.findings import Frames

OF_VALUES = (  # in the order in which a pair of a value and a result is judged
    "wrong_denominator",
    "time_point_omitted",
    "other_analysis_set",
    "supported",
    "wrong_reference",
    "contradicted",
)
VERDICTS = (  # the gravest first
    "contradicted",
    "wrong_reference",
    "wrong_author",
    "wrong_denominator",
    "holds_in_part",
    "other_analysis_set",
    "may_be_chance",
    "time_point_omitted",
    "supported",
    "not_contradicted",
    "not_checkable",
)
# What a claim of these measures says is no result of a study.
NOT_RESULTS = ("mechanism", "approval", "dose_or_schedule", "statement")
WHOLE_SETS = ("all_randomised", "all_treated", "all_patients", "evaluable")
# Why a claim was compared with no result.
REASONS = (
    "not_a_result",
    "no_direction",
    "no_study",
    "no_result_of_study",
    "no_result_of_measure",
    "author_not_of_document",
    "nothing_earlier",
)
OF_CLAIM = (
    "claim_id",
    "document_id",
    "has_figure",
    "measure",
    "value_as_reported",
    "cited_document_id",
    "claimed_study_id",
    "compared_document_id",
    "citation_id",
)
OF_RESULT = {  # column of a pair -> column of the verdict
    "claim_id": "claim_id",
    "verdict": "verdict",
    "source": "matched",
    "study_id": "matched_study_id",
    "measure": "matched_measure",
    "analysis_set": "matched_set",
    "time_point": "matched_time_point",
    "shown": "matched_value",
    "n": "claim_denominator",
}
COLUMNS = (
    *OF_CLAIM[:-2],
    "verdict",
    "also",
    "reason",
    "study_coded",
    *(name for name in OF_RESULT.values() if name not in ("claim_id", "verdict")),
    "compared_document_id",
    "sources",
)


def _wider_denominator(pairs: pd.DataFrame, is_cited: pd.Series) -> pd.Series:
    """Pairs that agree while the same study has the same numerator over fewer patients."""
    narrower = is_cited & pairs["other_denominator"] & (pairs["result_n"] < pairs["n"])
    return (
        is_cited
        & pairs["agrees"]
        & pairs["n"].notna()
        & pairs["claim_id"].isin(pairs.loc[narrower, "claim_id"])
    )


def _several_time_points(pairs: pd.DataFrame, results: pd.DataFrame) -> pd.Series:
    """Pairs whose arm has results of this group of measures at several times."""
    values = results[results["result_kind"] != "ratio"]
    times = values.groupby(["arm_id", "group"])["time_point"].transform("nunique")
    return pairs["source"].isin(values.loc[times > 1, "source"])


def _subset_of_reported(pairs: pd.DataFrame, results: pd.DataFrame) -> pd.Series:
    """Pairs with the result of a part of an arm, where the study reports the whole arm too."""
    whole = results.loc[results["analysis_set"].isin(WHOLE_SETS), ["arm_id", "measure"]]
    has_whole = pd.MultiIndex.from_frame(pairs[["arm_id", "measure"]]).isin(
        pd.MultiIndex.from_frame(whole)
    )
    return ~pairs["analysis_set"].isin(WHOLE_SETS) & has_whole


def _beyond_result(pairs: pd.DataFrame) -> pd.Series:
    """Bounds that the result, or the end of the range that a study reports, does not reach."""
    value, sign = pairs["value"], pairs["sign"]
    low, high = pairs["result_low"], pairs["result_high"]
    above = sign.isin([">", "≥"]) & ((value > pairs["result"]) | (value > high))
    below = sign.isin(["<", "≤"]) & ((value < pairs["result"]) | (value < low))
    at_end = (sign.eq(">") & (value == high)) | (sign.eq("<") & (value == low))
    return above | below | at_end


def _within_bound(pairs: pd.DataFrame) -> pd.Series:
    """Bounds that hold for the result or, where a study reports a range only, for all of it."""
    value, sign = pairs["value"], pairs["sign"]
    least = pairs["result"].fillna(pairs["result_low"])
    most = pairs["result"].fillna(pairs["result_high"])
    return (
        (sign.eq(">") & (least > value))
        | (sign.eq("≥") & (least >= value))
        | (sign.eq("<") & (most < value))
        | (sign.eq("≤") & (most <= value))
    )


def _differs(pairs: pd.DataFrame) -> pd.Series:
    """Values, not bounds, that a result over the same denominator does not have."""
    has_result = pairs["result"].notna() | pairs["result_events"].notna()
    return pairs["same_denominator"] & ~pairs["agrees"] & has_result & (pairs["sign"] == "=")


def _verdict_of_pairs(pairs: pd.DataFrame, results: pd.DataFrame) -> np.ndarray:
    """Verdict that each pair would give, before each claim has its deciding pair."""
    is_cited = pairs["result_document"] == pairs["compared_document_id"]
    agrees_with_cited = is_cited & pairs["agrees"]
    gives_no_time = (pairs["time_point"] != "") & (pairs["time_point_as_reported"] == "")
    rules = {  # in the order of OF_VALUES
        "wrong_denominator": _wider_denominator(pairs, is_cited)
        | (is_cited & pairs["other_denominator"]),
        "time_point_omitted": agrees_with_cited
        & _several_time_points(pairs, results)
        & gives_no_time,
        "other_analysis_set": agrees_with_cited & _subset_of_reported(pairs, results),
        "supported": agrees_with_cited | (is_cited & _within_bound(pairs)),
        "wrong_reference": pairs["agrees"],
        "contradicted": is_cited & (_beyond_result(pairs) | _differs(pairs)),
    }
    return np.select(list(rules.values()), list(rules), "not_checkable")


def _deciding_pairs(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pair that decides each claim: the first verdict, then agreement, then the nearest value.

    A claim that a result of the cited study supports is not undone by a count over another
    denominator, unless the supporting pair is itself the one with the wider denominator.
    """
    supported = pairs["verdict"].eq("supported").groupby(pairs["claim_id"]).transform("any")
    undone = supported & pairs["verdict"].eq("wrong_denominator") & ~pairs["agrees"]
    return (
        pairs[~undone & pairs["verdict"].ne("not_checkable")]
        .assign(
            order=lambda f: pd.Categorical(f["verdict"], OF_VALUES, ordered=True),
            difference=lambda f: (f["value"] - f["result"]).abs(),
        )
        .sort_values(["order", "agrees", "difference"], kind="stable")
        .drop_duplicates("claim_id")
    )


def _of_parts(pairs: pd.DataFrame, coded: Frames) -> pd.DataFrame:
    """Pairs, without those that would hold a part to the value of its whole."""
    directions = coded["claims_of_direction"]
    parts = directions.loc[directions["direction"] == "part", "claim_id"]
    return pairs[~pairs["claim_id"].isin(parts) | pairs["agrees"]]


def _reasons(claims: pd.DataFrame, has_results: pd.Series) -> np.ndarray:
    """Code of why a claim was compared with no result."""
    return np.select(
        [
            claims["verdict"] == "wrong_author",
            claims["verdict"] == "not_contradicted",
            claims["has_figure"].eq("no") & claims["measure"].isin(NOT_RESULTS),
            claims["has_figure"] == "no",
            claims["compared_document_id"] == "",
            ~has_results,
        ],
        [
            "author_not_of_document",
            "nothing_earlier",
            "not_a_result",
            "no_direction",
            "no_study",
            "no_result_of_study",
        ],
        "no_result_of_measure",
    )


def _wrong_authors(coded: Frames) -> pd.DataFrame:
    authors = authors_named(coded)
    wrong = authors.loc[authors["spelling"] == "wrong", ["claim_id"]]
    return wrong.assign(verdict="wrong_author")


def _gravest(found: pd.DataFrame) -> pd.DataFrame:
    """A row per claim: its gravest verdict with what decided it, and the others in ``also``."""
    order = pd.Categorical(found["verdict"], VERDICTS, ordered=True)
    found = found.assign(order=order).sort_values("order", kind="stable")
    found = found.drop_duplicates(["claim_id", "verdict"])
    first = found.drop_duplicates("claim_id")
    others = found[~found.index.isin(first.index)].groupby("claim_id")["verdict"].agg(" ".join)
    return first.assign(also=first["claim_id"].map(others)).drop(columns="order")


def _sources(verdicts: pd.DataFrame) -> pd.Series:
    entry, direction = verdicts["citation_id"].astype(object), verdicts["direction_id"]
    return (
        "claims:"
        + verdicts["claim_id"]
        + (" citations:" + entry).where(entry.notna(), "")
        + (" claims_of_direction:" + direction).where(direction != "", "")
        + (" " + verdicts["matched"]).where(verdicts["matched"] != "", "")
    )


def claim_verdicts(coded: Frames) -> pd.DataFrame:
    """Every claim with its verdicts.

    Parameters
    ----------
    coded : claims, claims_of_direction, citations, studies, arms, families, documents, outcomes,
        effects, author_given_names and measure_groups are used.

    Returns
    -------
    A row per claim, in the order of the claims: claim_id, document_id, has_figure, measure,
    value_as_reported, cited_document_id (empty where none is cited), claimed_study_id, verdict
    (the gravest, of :data:`VERDICTS`), also (the others that apply); reason (one of
    :data:`REASONS` where no result decided, else empty); study_coded (yes where the sentence
    names a study with a coded result); of the result that decided, or empty: matched
    (``table:key``), matched_study_id, matched_measure, matched_set, matched_time_point,
    matched_value (as reported), claim_denominator (what the claim divides by);
    compared_document_id (cited, else of the study named); sources.
    """
    claims, results = claims_with_study(coded), study_results(coded)
    pairs = _of_parts(compare(claims, results), coded)
    pairs = pairs.assign(verdict=_verdict_of_pairs(pairs, results))
    directions = direction_verdicts(coded, results)
    found = pd.concat(
        [
            _deciding_pairs(pairs)[list(OF_RESULT)].rename(columns=OF_RESULT),
            directions.rename(columns={name: OF_RESULT[name] for name in OF_DIRECTION}),
            _wrong_authors(coded),
        ],
        ignore_index=True,
    )
    verdicts = claims[list(OF_CLAIM)].merge(
        _gravest(found), on="claim_id", how="left", validate="one_to_one"
    )
    # A wrong author does not stop the comparison of the value: its outcome is named too.
    only_author = (verdicts["verdict"] == "wrong_author") & verdicts["also"].isna()
    verdicts = verdicts.assign(also=verdicts["also"].mask(only_author, "not_checkable"))
    verdicts = verdicts.fillna({"verdict": "not_checkable"})
    reason = _reasons(verdicts, verdicts["compared_document_id"].isin(results["result_document"]))
    coded_study = verdicts["claimed_study_id"].isin(results["study_id"])
    verdicts = verdicts.assign(
        reason=np.where(verdicts["matched"].isna() | (verdicts["matched"] == ""), reason, ""),
        study_coded=np.where(coded_study, "yes", "no"),
        claim_denominator=verdicts["claim_denominator"].astype("Int64"),
    )
    texts = [name for name in verdicts if name not in ("citation_id", "claim_denominator")]
    verdicts = verdicts.astype(dict.fromkeys(texts, object)).fillna(dict.fromkeys(texts, ""))
    verdicts = verdicts.astype(dict.fromkeys(texts, "str"))
    return verdicts.assign(sources=_sources(verdicts))[list(COLUMNS)]
