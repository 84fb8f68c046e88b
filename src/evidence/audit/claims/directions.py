"""Claims without a value: a direction, a comparison, that an outcome occurs or does not.

A row of ``claims_of_direction`` is checked against the coded results it names: it holds, fails, or
is open: the difference may be chance, a part fits its whole, nothing coded contradicts.
"""

import numpy as np
import pandas as pd

from evidence.audit.claims.comparison import claims_with_study
from evidence.audit.claims.differences import compared
from evidence.audit.claims.study_results import measure_groups
from evidence.audit.core.findings import Frames, looked_up
from evidence.harmonise.memoise import read_each
from evidence.harmonise.times.dates import read_date

COMPARISONS = ("higher", "lower", "not_higher", "similar")
OF_RESULT = ["source", "study_id", "measure", "analysis_set", "time_point", "shown"]
NOT_SOUND = {"described": "wrong_reference"}  # what a row that fails makes the claim
OPEN = {"part": "not_contradicted", "absent": "not_contradicted"}


def _found(rows: pd.DataFrame, outcome: pd.Series | str) -> pd.DataFrame:
    """Rows with their outcome (holds, fails, open) and the result that decided."""
    columns = ["direction_id", "claim_id", "direction", *OF_RESULT]
    return rows.assign(outcome=outcome)[[*columns, "outcome"]]


def _compared(rows: pd.DataFrame, results: pd.DataFrame) -> pd.DataFrame:
    rows = compared(rows[rows["direction"].isin(COMPARISONS)], results)
    return _found(rows, rows["outcome"])


def _occurring(rows: pd.DataFrame, results: pd.DataFrame) -> pd.DataFrame:
    """Results of the outcome in the arm, or in any arm of the drug (and population), with whether
    it occurred in anyone.
    """
    results = results[results["result_kind"].isin(["percent", "count"])]
    pairs = rows.drop(columns="measure").merge(
        results, on="group", suffixes=("_claimed", ""), validate="many_to_many"
    )
    same_arm = pairs["arm_id_claimed"] == pairs["arm_id"]
    same_drug = (pairs["arm_id_claimed"] == "") & (pairs["agent_claimed"] == pairs["agent"])
    population = pairs["population_claimed"]
    pairs = pairs[
        (same_arm | same_drug) & ((population == "") | (population == pairs["population"]))
    ]
    value = pairs["result_events"].fillna(pairs["result"]).fillna(pairs["result_low"])
    return pairs[value.notna()].assign(occurred=value > 0)


def _existence(rows: pd.DataFrame, results: pd.DataFrame, coded: Frames) -> pd.DataFrame:
    """present holds where some result is above 0; absent fails where an earlier one is."""
    rows = rows[rows["direction"].isin(["present", "absent"])]
    rows = rows.assign(group=measure_groups(coded, rows["measure"]))
    published = _publication(coded)
    pairs = _occurring(rows, results)
    present = pairs[pairs["direction"] == "present"].sort_values(
        "occurred", ascending=False, kind="stable"
    )
    present = present.drop_duplicates("direction_id")
    absent = pairs[(pairs["direction"] == "absent") & pairs["occurred"]]
    before = absent["result_document"].map(published) < absent["document_id"].map(published)
    contradicted = absent[before].drop_duplicates("direction_id")
    none = rows[
        (rows["direction"] == "absent") & ~rows["direction_id"].isin(contradicted["direction_id"])
    ].assign(source="", study_id="", analysis_set="", time_point="", shown="")
    return pd.concat(
        [
            _found(present, present["occurred"].map({True: "holds", False: "fails"})),
            _found(contradicted, "fails"),
            _found(none, "open"),
        ]
    )


def _parts(rows: pd.DataFrame, results: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """A part is at most its whole; parts of a report that add up to the whole hold."""
    rows = rows[rows["direction"] == "part"].merge(
        values[["claim_id", "events", "n", "value"]], on="claim_id", validate="many_to_one"
    )
    pairs = rows.merge(
        results.drop(columns="comparator_arm_id"),
        on=["arm_id", "measure"],
        suffixes=("_claimed", ""),
        validate="many_to_many",
    )
    pairs = pairs.drop_duplicates("direction_id")
    above = (pairs["events"] > pairs["result_events"]) | (pairs["n"] > pairs["result_n"])
    above |= pairs["events"].isna() & (pairs["value"] > pairs["result"])
    groups = pairs.groupby(["document_id", "source"])["events"]
    adds_up = (groups.transform("size") > 1) & (groups.transform("sum") == pairs["result_events"])
    return _found(pairs, np.select([above, adds_up], ["fails", "holds"], "open"))


def _described(rows: pd.DataFrame, coded: Frames, claims: pd.DataFrame) -> pd.DataFrame:
    """Whether the study, or the title cited, is what the sentence calls it."""
    rows = rows[rows["direction"] == "described"].merge(
        claims[["claim_id", "compared_document_id"]], on="claim_id", validate="many_to_one"
    )
    studies = coded["studies"].drop_duplicates("document_id").set_index("document_id")
    texts = pd.Series(
        [" ".join(row) for row in studies.astype(str).itertuples(index=False)],
        studies.index,
        dtype=object,
    )
    titles = coded["documents"].set_index("document_id")["title"]
    documents = rows["compared_document_id"]
    text = looked_up(documents, texts) + " " + looked_up(documents, titles)
    named = [
        term.lower() in each.lower() for term, each in zip(rows["study_term"], text, strict=True)
    ]
    study = looked_up(documents, studies["study_id"])
    rows = rows.assign(
        source=("studies:" + study).where(study != "", "documents:" + documents),
        study_id=study,
        analysis_set="",
        time_point="",
        shown=looked_up(documents, titles),
    )
    return _found(
        rows, pd.Series(named, rows.index, dtype=object).map({True: "holds", False: "fails"})
    )


def _publication(coded: Frames) -> pd.Series:
    """The last day on which each document can have appeared, missing where no date is known."""
    documents, studies = coded["documents"], coded["studies"].drop_duplicates("document_id")
    text = documents["published_as_reported"].where(
        documents["published_as_reported"] != "", documents["year"]
    )
    online = looked_up(
        documents["document_id"], studies.set_index("document_id")["first_online_as_reported"]
    )
    text = online.where(online != "", text)
    return pd.Series(read_each(text, _last_day).to_numpy(float), documents["document_id"])


def _last_day(text: str) -> float:
    span = read_date(text)
    return float(span.latest.toordinal()) if span else np.nan


def direction_verdicts(coded: Frames, results: pd.DataFrame) -> pd.DataFrame:
    """The verdict on each claim of a direction.

    Parameters
    ----------
    coded : claims_of_direction, claims, citations, studies, documents, arms and measure_groups.
    results : of :func:`~evidence.audit.claims.study_results.study_results`.

    Returns
    -------
    claim_id, direction_id, verdict (contradicted, wrong_reference, holds_in_part, may_be_chance,
    supported, not_contradicted), and of the row that decided: source, study_id, measure,
    analysis_set, time_point, shown. A claim none of whose rows found a result is left out.
    """
    claims = claims_with_study(coded)
    arms = coded["arms"].set_index("arm_id")["agent"]
    population = coded["studies"].set_index("study_id")["population"]
    results = results.assign(
        agent=looked_up(results["arm_id"], arms),
        population=looked_up(results["study_id"], population),
    )
    rows = coded["claims_of_direction"].merge(
        claims[["claim_id", "document_id"]], on="claim_id", validate="many_to_one"
    )
    named = rows.drop(columns=["agent", "population"])
    found = pd.concat(
        [
            _compared(named, results),
            _existence(rows, results, coded),
            _parts(named, results, claims),
            _described(named, coded, claims),
        ],
        ignore_index=True,
    )
    verdicts = _combined(found)
    elsewhere = verdicts["claim_id"].isin(_citing_another_family(coded, claims))
    supported = verdicts["verdict"] == "supported"
    return verdicts.assign(
        verdict=verdicts["verdict"].mask(elsewhere & supported, "wrong_reference")
    )


def _citing_another_family(coded: Frames, claims: pd.DataFrame) -> pd.Series:
    """Claims that name a study and cite a document of no study of its family."""
    studies = coded["studies"]
    pairs = pd.MultiIndex.from_frame(studies[["document_id", "family_id"]])
    cited = claims[(claims["claimed_study_id"] != "") & claims["cited_document_id"].notna()]
    of_a_family = pd.MultiIndex.from_frame(cited[["cited_document_id", "family_id"]]).isin(pairs)
    return cited.loc[~of_a_family, "claim_id"]


def _combined(found: pd.DataFrame) -> pd.DataFrame:
    """One verdict per claim: rows that hold and rows that fail make it hold in part."""
    fails, holds = (
        found["outcome"].eq(word).astype(bool).groupby(found["claim_id"]).transform("any")
        for word in ("fails", "holds")
    )
    failed = found["direction"].map(NOT_SOUND).fillna("contradicted")
    still_open = found["direction"].map(OPEN).fillna("may_be_chance")
    verdict = np.select(
        [fails & holds, fails, holds],
        ["holds_in_part", failed, "supported"],
        still_open,
    )
    order = found["outcome"].map({"fails": 0, "holds": 1, "open": 2})
    found = found.assign(verdict=verdict, order=order).sort_values("order", kind="stable")
    return found.drop_duplicates("claim_id")[["claim_id", "direction_id", "verdict", *OF_RESULT]]
