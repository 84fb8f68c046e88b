"""One patient in two reports."""

from collections.abc import Mapping

import pandas as pd

from evidence.audit.checks.chronology.dates import days_since_epoch
from evidence.audit.checks.overlap.thresholds import (
    AGE_BAND_YEARS,
    FEWEST_LINES,
    FEWEST_TRAITS,
    SHARED_AUTHORS,
)
from evidence.audit.claims.authors import family_names
from evidence.audit.core.check import check
from evidence.audit.core.checked_codes import checked_codes
from evidence.audit.core.findings import Frames, noted, shown, sources_of
from evidence.coded.labels import labels
from evidence.coded.settings import settings_of


def _traits(coded: Frames) -> pd.DataFrame:
    """Sex, genetics, age and sequence of therapies of each patient."""
    facts, traits = coded["characteristics"], list(checked_codes(coded, "identifies"))
    reported = facts[(facts["value"] != "not_reported")].drop_duplicates(["patient_id", "item"])
    wide = (
        reported[reported["item"].isin(traits)]
        .pivot(index="patient_id", columns="item", values="value")
        .reindex(columns=traits)
    )
    age = (
        reported[reported["item"] == "age"]
        .set_index("patient_id")["value"]
        .str.extract(r"(\d+(?:\.\d+)?)")[0]
        .astype(float)
    )
    lines = coded["therapies"][coded["therapies"]["role"] == "line"].sort_values(
        ["patient_id", "sequence"], kind="stable"
    )
    sequence = lines.groupby("patient_id")["therapy_class"].agg(" ".join)
    frame = coded["patients"].set_index("patient_id").join(wide).assign(age=age, sequence=sequence)
    texts = {
        name: frame[name].astype(object).where(frame[name].notna(), "")
        for name in (*traits, "sequence")
    }
    return frame.assign(known=wide.reindex(frame.index).notna().sum(axis=1), **texts).reset_index()


def _first_doses(derived: Frames, event: str) -> pd.DataFrame:
    """Earliest and latest day 0 of each patient, whichever event review.toml names."""
    timeline = derived["timeline"]
    starts = timeline[timeline["event"] == event].drop_duplicates("patient_id")
    return starts.assign(
        early=days_since_epoch(starts["date_earliest"]),
        late=days_since_epoch(starts["date_latest"]),
    ).set_index("patient_id")[["early", "late"]]


@check(
    "overlap",
    severity="error",
    says="No two patients have the same traits: age, genetics, therapies and dates.",
    threshold=f"age within {AGE_BAND_YEARS:g} year; {FEWEST_TRAITS} traits of code list "
    f"checked_codes reported; {FEWEST_LINES} lines of therapy; a threshold of this project",
)
def same_patient(coded: Frames, derived: Frames) -> pd.DataFrame:
    same = [*checked_codes(coded, "identifies"), "sequence"]
    traits = _traits(coded).join(
        _first_doses(derived, settings_of(coded).index.event), on="patient_id"
    )
    traits = traits[
        (traits["known"] >= FEWEST_TRAITS)
        & traits["age"].notna()
        & (traits["sequence"].str.split().str.len() >= FEWEST_LINES)
    ].sort_values([*same, "age"], kind="stable")
    before = traits.groupby(same, sort=False)[
        ["patient_id", "label", "age", "early", "late"]
    ].shift()
    similar_age = (traits["age"] - before["age"]) <= AGE_BAND_YEARS
    apart = (traits["early"] > before["late"]) | (before["early"] > traits["late"])
    rows = traits.join(before.add_suffix("_before"))[similar_age & ~apart]
    sex = rows["sex"] + ", " if "sex" in rows else ""
    traits_text = sex + shown(rows["age"], "{:g} years") + ", " + rows["sequence"]
    return noted(
        "patients",
        rows,
        "patient_id",
        reported=traits_text,
        expected="another patient",
        how="the same traits as {label_before}",
        sources="patients:{patient_id} patients:{patient_id_before}",
    )


def _by_author(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per document, agent and author."""
    return (
        rows.assign(author=rows["authors_as_reported"].map(family_names))
        .explode("author")
        .dropna(subset="author")
        .drop_duplicates(["document_id", "agent", "author"])
    )


def _series(documents: pd.DataFrame, words: Mapping[str, str]) -> pd.DataFrame:
    """Documents on several patients, with each agent that their title names in its words.

    Parameters
    ----------
    words : the words for each agent.
    """
    many = documents[
        documents["kind"].isin(["observational", "single_arm_trial", "conference_abstract"])
        & (documents["role"] != "report")
    ]
    named = [
        many[many["title"].str.contains(word, case=False, regex=False)].assign(agent=agent)
        for agent, word in words.items()
    ]
    return pd.concat([many.iloc[:0].assign(agent=""), *named])


@check(
    "overlap",
    severity="note",
    says="A case is not also inside a series of the same authors on the same drug.",
    threshold=f"{SHARED_AUTHORS} shared authors, a threshold of this project",
)
def case_in_a_series(coded: Frames, derived: Frames) -> pd.DataFrame:
    documents, words = coded["documents"], labels(coded, "therapy_classes")
    agents = {
        code: words[code] for code in checked_codes(coded, "named_in_titles") if code in words
    }
    given = (
        coded["therapies"]
        .loc[lambda rows: rows["therapy_class"].isin(agents), ["document_id", "therapy_class"]]
        .drop_duplicates()
        .rename(columns={"therapy_class": "agent"})
    )
    reports = _by_author(
        documents[documents["role"] == "report"].merge(
            given, on="document_id", validate="one_to_many"
        )
    )
    series = _by_author(_series(documents, agents))[["document_id", "agent", "author"]].rename(
        columns={"document_id": "series"}
    )
    shared = reports.merge(series, on=["agent", "author"], validate="many_to_many").drop_duplicates(
        ["document_id", "series", "author"]
    )
    shared = shared[
        shared.groupby(["document_id", "series"])["author"].transform("size") >= SHARED_AUTHORS
    ]
    groups = shared.groupby("document_id", sort=False).agg(
        together=("series", lambda ids: " ".join(dict.fromkeys(ids))),
        names=("author", lambda names: ", ".join(sorted(set(names)))),
    )
    rows = documents.merge(groups, on="document_id", validate="one_to_one")
    together = rows["together"].astype(str)
    return noted(
        "documents",
        rows,
        "authors_as_reported",
        reported=together.str.replace(" ", ", "),
        expected="a statement on whether the patient is in the series",
        how="shared authors: {names}",
        sources="documents:" + rows["document_id"] + " " + sources_of("documents", together),
    )
