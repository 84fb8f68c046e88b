"""Each claim about another study against that study's own coded results.

A claim is held against every result of the family of the study it speaks of, of the same kind
and group of measures. Where the sentence gives both arms, both must agree. The verdict is the
first that applies, from the top of :data:`VERDICTS`.
"""

import numpy as np
import pandas as pd

from evidence.audit.claims.authors import authors_named
from evidence.audit.claims.claim_values import claim_values, grouped, results
from evidence.audit.core.findings import Frames, looked_up, told

VERDICTS = (
    "wrong_denominator",
    "time_point_omitted",
    "other_analysis_set",
    "supported",
    "wrong_reference",
    "contradicted",
    "wrong_author",
    "not_checkable",
)
WHOLE_SETS = ("all_randomised", "all_treated", "all_patients", "evaluable")


def _subjects(coded: Frames) -> pd.DataFrame:
    """Claims with figures, the document cited, and the family of the study that the sentence speaks
    of.
    """
    claims = claim_values(coded).assign(reference=lambda f: f["reference_number"].astype("Int64"))
    citations = coded["citations"][
        ["document_id", "reference_number", "cited_document_id", "citation_id"]
    ].rename(columns={"reference_number": "reference"})
    claims = claims.merge(
        citations.drop_duplicates(["document_id", "reference"]),
        on=["document_id", "reference"],
        how="left",
    )
    studies = coded["studies"]
    by_document = studies.drop_duplicates("document_id").set_index("document_id")["study_id"]
    subject = claims["claimed_study_id"].where(
        claims["claimed_study_id"] != "", looked_up(claims["cited_document_id"], by_document)
    )
    own, family = (
        looked_up(subject, studies.set_index("study_id")[name])
        for name in ("document_id", "family_id")
    )
    cited = claims["cited_document_id"].astype(object)
    return claims.assign(
        cited=cited.where(cited.notna(), own).astype("str"),
        family_id=family,
        group=grouped(coded, claims["measure"]),
    )


def _compared(claims: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Claims beside every result they could be of, with what agrees."""
    kept = [
        "claim_id",
        "family_id",
        "group",
        "kind",
        "cited",
        "value",
        "half",
        "more",
        "events",
        "n",
        "other",
        "other_half",
        "time_point_as_printed",
    ]
    pairs = claims.loc[(claims["kind"] != "") & (claims["family_id"] != ""), kept].merge(
        known, on=["family_id", "group"]
    )
    counts = pairs["events"].notna() & pairs["result_events"].notna()
    same_kind = (pairs["kind"] == pairs["result_kind"]) | (
        counts & pairs["kind"].isin(["count", "percent"])
    )
    pairs = pairs[same_kind]
    counts = counts[same_kind]
    in_count = counts & (pairs["events"] == pairs["result_events"])
    same_n = pairs["n"].isna() | pairs["result_n"].isna() | (pairs["n"] == pairs["result_n"])
    in_value = (pairs["value"] - pairs["result"]).abs() <= pairs["half"]
    holds = np.where(
        pairs["n"].notna() & counts,
        in_count & same_n,
        np.where(pairs["kind"] == "count", in_count, in_value & ~pairs["more"]),
    )
    return pairs.assign(
        agrees=holds,
        other_n=in_count & ~same_n,
        comparable=pairs["n"].isna() | (pairs["n"] == pairs["result_n"]),
    )


def _second_arm(pairs: pd.DataFrame, known: pd.DataFrame) -> pd.Series:
    """Does the other arm agree too, where the claim gives its value?"""
    keys = ["study_id", "measure", "analysis_set", "time_point"]
    wanted = pairs[pairs["agrees"] & pairs["other"].notna() & (pairs["kind"] != "ratio")]
    arms = wanted[["claim_id", "source", "arm_id", "other", "other_half", *keys]].merge(
        known[[*keys, "arm_id", "result"]], on=keys, suffixes=("", "_other")
    )
    good = arms[
        (arms["arm_id"] != arms["arm_id_other"])
        & ((arms["other"] - arms["result"]).abs() <= arms["other_half"])
    ]
    confirmed = pd.MultiIndex.from_frame(good[["claim_id", "source"]])
    here = pd.MultiIndex.from_frame(pairs[["claim_id", "source"]])
    return (
        pd.Series(here.isin(confirmed), pairs.index)
        | pairs["other"].isna()
        | (pairs["kind"] == "ratio")
    )


def _refined(pairs: pd.DataFrame, known: pd.DataFrame) -> np.ndarray:
    """Verdict that each pair would give, before the claims choose among their pairs."""
    cited = pairs["result_document"] == pairs["cited"]
    here = pairs["agrees"] & cited
    # The same numerator over a smaller denominator of the same study: the claim took a wider one.
    narrow = (
        pairs[cited & pairs["other_n"] & (pairs["result_n"] < pairs["n"])]
        .groupby("claim_id")["source"]
        .size()
    )
    widened = here & pairs["n"].notna() & pairs["claim_id"].isin(narrow.index)
    times = (
        known[known["result_kind"] != "ratio"]
        .groupby(["arm_id", "group"])["time_point"]
        .transform("nunique")
    )
    several = pairs["source"].isin(known.loc[times[times > 1].index, "source"])
    untimed = here & several & (pairs["time_point"] != "") & (pairs["time_point_as_printed"] == "")
    whole = known[known["analysis_set"].isin(WHOLE_SETS)].groupby(["arm_id", "measure"]).size()
    narrower = (
        here
        & ~pairs["analysis_set"].isin(WHOLE_SETS)
        & pd.MultiIndex.from_frame(pairs[["arm_id", "measure"]]).isin(whole.index)
    )
    bounded = (
        cited
        & pairs["more"]
        & ((pairs["value"] >= pairs["result_high"]) | (pairs["value"] > pairs["result"]))
    )
    clashes = (
        cited
        & pairs["comparable"]
        & ~pairs["agrees"]
        & (pairs["result"].notna() | pairs["result_events"].notna())
        & ~pairs["more"]
    )
    return np.select(
        [
            widened | (cited & pairs["other_n"]),
            untimed,
            narrower,
            here,
            pairs["agrees"],
            bounded | clashes,
        ],
        [
            "wrong_denominator",
            "time_point_omitted",
            "other_analysis_set",
            "supported",
            "wrong_reference",
            "contradicted",
        ],
        "not_checkable",
    )


def _chosen(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pair that decides each claim."""
    order = pd.Categorical(pairs["verdict"], VERDICTS, ordered=True)
    # A claim that a result of the cited study supports is not undone by a count over another
    # denominator
    # unless that denominator is the narrower one, which makes the agreeing pair itself say so.
    supported = pairs["verdict"].eq("supported").groupby(pairs["claim_id"]).transform("any")
    pairs = pairs.assign(order=order)[
        ~(supported & pairs["verdict"].eq("wrong_denominator") & ~pairs["agrees"])
    ]
    pairs = pairs.assign(gap=(pairs["value"] - pairs["result"]).abs())
    return pairs.sort_values(["order", "agrees", "gap"], kind="stable").drop_duplicates("claim_id")


def _reason(row) -> str:
    where = f"{row.study_label}, {row.analysis_set}: {row.shown}"
    return {
        "supported": where,
        "wrong_denominator": f"{where}; the claim divides by {told(row.n)}",
        "time_point_omitted": (
            f"{where}; the study tells several times, this one is {row.time_point}"
        ),
        "other_analysis_set": f"{where}; the study also tells the whole arm",
        "wrong_reference": f"the figure is of {where}; the reference is {row.cited}",
        "contradicted": where,
    }.get(row.verdict, "")


def _nothing_to_compare(claims: pd.DataFrame, known: pd.DataFrame) -> np.ndarray:
    checked = claims["cited"].isin(known["result_document"])
    return np.select(
        [claims["has_figure"] == "no", claims["cited"] == "", ~checked],
        ["no figure", "no study is named or cited", "no result of the study is coded"],
        "no result of this measure is coded",
    )


def claim_verdicts(coded: Frames) -> pd.DataFrame:
    """Every claim with its verdict.

    Returns
    -------
    claim_id, document_id, has_figure, measure, value_as_printed, cited_document_id (empty where
    none is cited), claimed_study_id, verdict (one of VERDICTS), matched (``table:key`` of the
    result that decided, or empty), matched_measure, matched_set, reason, sources.
    """
    claims, known = _subjects(coded), results(coded)
    pairs = _compared(claims, known)
    pairs = pairs.assign(
        agrees=pairs["agrees"].astype(bool)
        & _second_arm(pairs.assign(agrees=pairs["agrees"].astype(bool)), known)
    )
    decided = _chosen(pairs.assign(verdict=_refined(pairs, known)))
    decided = decided[decided["verdict"] != "not_checkable"]
    decided = decided.assign(reason=[_reason(row) for row in decided.itertuples()])
    kept = decided[["claim_id", "verdict", "source", "measure", "analysis_set", "reason"]].set_axis(
        ["claim_id", "verdict", "matched", "matched_measure", "matched_set", "reason"], axis=1
    )
    columns = [
        "claim_id",
        "document_id",
        "has_figure",
        "measure",
        "value_as_printed",
        "cited_document_id",
        "claimed_study_id",
        "cited",
        "citation_id",
    ]
    frame = claims[columns].merge(kept, on="claim_id", how="left")
    open_ones = frame["verdict"].isna()
    wrong = frame["claim_id"].isin(authors_named(coded).query("standing == 'wrong'")["claim_id"])
    frame["reason"] = frame["reason"].where(
        ~open_ones,
        pd.Series(_nothing_to_compare(frame, known), frame.index).where(
            ~wrong, "the author named is not one of the document"
        ),
    )
    frame["verdict"] = frame["verdict"].where(
        ~open_ones, np.where(wrong, "wrong_author", "not_checkable")
    )
    frame = frame.fillna(
        dict.fromkeys(("matched", "matched_measure", "matched_set", "cited_document_id"), "")
    )
    entry = frame["citation_id"].astype(object)
    sources = (
        "claims:"
        + frame["claim_id"]
        + (" citations:" + entry).where(entry.notna(), "")
        + (" " + frame["matched"]).where(frame["matched"] != "", "")
    )
    return frame.drop(columns=["cited", "citation_id"]).assign(sources=sources)
