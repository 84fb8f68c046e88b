"""Each claim beside every coded result that it could be of."""

import pandas as pd

from evidence.audit.claims.claim_values import claim_values
from evidence.audit.claims.study_results import measure_groups
from evidence.audit.core.findings import Frames, looked_up


def _with_citation(claims: pd.DataFrame, citations: pd.DataFrame) -> pd.DataFrame:
    """Claims with the entry of the reference list that they cite, missing where they cite none."""
    entries = citations[["document_id", "reference_number", "cited_document_id", "citation_id"]]
    return claims.assign(reference_number=claims["reference_number"].astype("Int64")).merge(
        entries.drop_duplicates(["document_id", "reference_number"]),
        on=["document_id", "reference_number"],
        how="left",
        validate="many_to_one",
    )


def claims_with_study(coded: Frames) -> pd.DataFrame:
    """Claims with the document cited and the family of the study that the sentence speaks of.

    Parameters
    ----------
    coded : claims, citations, studies and measure_groups are used.

    Returns
    -------
    The columns of :func:`~evidence.audit.claims.claim_values.claim_values`, then
    cited_document_id and citation_id (missing where no reference is cited), compared_document_id
    (the document cited, else that of the study named; empty where there is neither), family_id,
    group (of the measure).
    """
    claims = _with_citation(claim_values(coded), coded["citations"])
    studies = coded["studies"]
    study_of_document = studies.drop_duplicates("document_id").set_index("document_id")["study_id"]
    study = claims["claimed_study_id"].where(
        claims["claimed_study_id"] != "",
        looked_up(claims["cited_document_id"], study_of_document),
    )
    by_study = studies.set_index("study_id")
    cited = claims["cited_document_id"].astype(object)
    return claims.assign(
        compared_document_id=cited.where(
            cited.notna(), looked_up(study, by_study["document_id"])
        ).astype("str"),
        family_id=looked_up(study, by_study["family_id"]),
        group=measure_groups(coded, claims["measure"]),
    )


def _of_one_kind(pairs: pd.DataFrame) -> pd.DataFrame:
    """Pairs whose values can be compared; counts also where the claim has a percentage too."""
    counts = pairs["events"].notna() & pairs["result_events"].notna()
    pairs = pairs.assign(both_counts=counts)
    same_kind = pairs["kind"] == pairs["result_kind"]
    return pairs[same_kind | (counts & pairs["kind"].isin(["count", "percent"]))]


def _agreement(pairs: pd.DataFrame) -> pd.DataFrame:
    """Whether the claim agrees with the result of its arm, by counts where both have them."""
    unknown_n = pairs["n"].isna()
    equal_n = pairs["n"] == pairs["result_n"]
    other_n = ~(unknown_n | pairs["result_n"].isna() | equal_n)
    equal_events = pairs["both_counts"] & (pairs["events"] == pairs["result_events"])
    equal_value = (pairs["value"] - pairs["result"]).abs() <= pairs["rounding"]
    agrees = (
        (equal_value & (pairs["sign"] == "="))
        .mask(pairs["kind"] == "count", equal_events)
        .mask(~unknown_n & pairs["both_counts"], equal_events & ~other_n)
    )
    return pairs.assign(
        agrees=agrees.astype(bool),
        other_denominator=equal_events & other_n,
        same_denominator=unknown_n | equal_n,
    )


def _comparator_agrees(pairs: pd.DataFrame, results: pd.DataFrame) -> pd.Series:
    """Whether another arm of the study has the comparator's value, where the claim gives one.

    A ratio compares the arms itself: its comparator needs no arm.
    """
    not_given = pairs["comparator"].isna() | (pairs["kind"] == "ratio")
    same_result = ["study_id", "measure", "analysis_set", "time_point"]
    arms = pairs.loc[
        pairs["agrees"] & ~not_given,
        ["claim_id", "source", "arm_id", "comparator", "comparator_rounding", *same_result],
    ].merge(
        results[[*same_result, "arm_id", "result"]],
        on=same_result,
        suffixes=("", "_of_comparator"),
        validate="many_to_many",
    )
    difference = (arms["comparator"] - arms["result"]).abs()
    found = arms[
        (arms["arm_id"] != arms["arm_id_of_comparator"])
        & (difference <= arms["comparator_rounding"])
    ]
    confirmed = pd.MultiIndex.from_frame(pairs[["claim_id", "source"]]).isin(
        pd.MultiIndex.from_frame(found[["claim_id", "source"]])
    )
    return not_given | pd.Series(confirmed, pairs.index)


def compare(claims: pd.DataFrame, results: pd.DataFrame) -> pd.DataFrame:
    """Claims beside every result they could be of, with what agrees.

    Parameters
    ----------
    claims : of :func:`claims_with_study`.
    results : of :func:`~evidence.audit.claims.study_results.study_results`.

    Returns
    -------
    A row per pair of a claim and a result of the same family and group of measures: the columns
    of both (``measure`` is the result's), then agrees (value, or counts, and the comparator's
    value), other_denominator (the same numerator over another denominator), same_denominator
    (or the claim gives none).
    """
    comparable = claims[(claims["kind"] != "") & (claims["family_id"] != "")]
    columns = [
        *("claim_id", "compared_document_id", "family_id", "group", "time_point_as_reported"),
        *("kind", "value", "rounding", "sign", "events", "n"),
        *("comparator", "comparator_rounding"),
    ]
    pairs = _agreement(
        _of_one_kind(
            comparable[columns].merge(results, on=["family_id", "group"], validate="many_to_many")
        )
    )
    return pairs.assign(agrees=pairs["agrees"] & _comparator_agrees(pairs, results))
