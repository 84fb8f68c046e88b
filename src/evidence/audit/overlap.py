"""May patients be counted twice: reports of one trial, one patient in two reports, a case inside a series?

For patients the fingerprint is sex, age, genetics, sequence of therapies and dates
(Cochrane Handbook 5.1, 7.2.2, for reports; the same traits serve for patients).
"""

import pandas as pd

from evidence.audit.authors import family_names
from evidence.audit.findings import Check, noted, with_documents, shown
from evidence.audit.chronology import days_since_epoch

SHARED_AUTHORS = 2  # a threshold of this project
AGE_BAND_YEARS = 1.0
TRAITS = ("sex", "ph_status", "kmt2a_status", "karyotype")
AGENT_CLASSES = {"inotuzumab": "inotuzumab", "blinatumomab": "blinatumomab"}


def family_pooled_twice(coded, derived):
    rows = with_documents(coded, "pool_rows")
    rows = rows[rows["primary"] == "yes"]
    first = rows.groupby(["measure", "population", "family_id"], sort=False)["pool_row_id"].transform("first")
    rows = rows.assign(first=first)[rows["pool_row_id"] != first]
    return noted("pool_rows", rows, "primary", printed=rows["study_id"] + ", " + rows["measure"], expected="one row a family", how="the family " + rows["family_id"] + " is in this pool already", sources="pool_rows:" + rows["pool_row_id"] + " pool_rows:" + rows["first"])


def trial_in_two_families(coded, derived):
    studies = coded["studies"].assign(locator="")
    trials = studies.assign(trial=studies["trial_identifier"].str.split(r"\s*;\s*", regex=True)).explode("trial")
    trials = trials[trials["trial"].str.match(r"^[A-Z]{2,}\d{5,}")]
    # What is coded as an overlap is known, and has its decision there.
    known = coded["overlaps"].merge(trials[["study_id", "trial"]], left_on="first_id", right_on="study_id").merge(trials[["study_id", "trial"]], left_on=["second_id", "trial"], right_on=["study_id", "trial"])
    trials = trials[~pd.MultiIndex.from_frame(trials[["study_id", "trial"]]).isin(pd.MultiIndex.from_frame(known[["second_id", "trial"]]))]
    split = trials[trials.groupby("trial")["family_id"].transform("nunique") > 1]
    told = split.groupby("trial")["family_id"].agg(lambda families: ", ".join(sorted(set(families)))).rename("told")
    rows = split.merge(told, on="trial").drop_duplicates("study_id")
    return noted("studies", rows, "family_id", printed=rows["trial"] + ": " + rows["told"], expected="one family a trial", how="reports with one registration number count the same patients")


def _traits(coded) -> pd.DataFrame:
    """Sex, genetics, age and sequence of therapies of each patient."""
    facts = coded["characteristics"]
    told = facts[(facts["value"] != "not_reported")].drop_duplicates(["patient_id", "item"])
    wide = told[told["item"].isin(TRAITS)].pivot(index="patient_id", columns="item", values="value").reindex(columns=list(TRAITS))
    age = told[told["item"] == "age"].set_index("patient_id")["value"].str.extract(r"(\d+(?:\.\d+)?)")[0].astype(float)
    lines = coded["therapies"][coded["therapies"]["role"] == "line"].sort_values(["patient_id", "sequence"], kind="stable")
    sequence = lines.groupby("patient_id")["therapy_class"].agg(" ".join)
    frame = coded["patients"].set_index("patient_id").join(wide).assign(age=age, sequence=sequence)
    texts = {name: frame[name].astype(object).where(frame[name].notna(), "") for name in (*TRAITS, "sequence")}
    return frame.assign(known=wide.reindex(frame.index).notna().sum(axis=1), **texts).reset_index()


def _first_doses(derived) -> pd.DataFrame:
    starts = derived["timeline"][derived["timeline"]["event"] == "inotuzumab_start"].drop_duplicates("patient_id")
    return starts.assign(early=days_since_epoch(starts["date_earliest"]), late=days_since_epoch(starts["date_latest"])).set_index("patient_id")[["early", "late"]]


def same_patient(coded, derived):
    traits = _traits(coded).join(_first_doses(derived), on="patient_id")
    traits = traits[(traits["known"] >= 2) & traits["age"].notna() & (traits["sequence"].str.count(" ") >= 1)].sort_values([*TRAITS, "sequence", "age"], kind="stable")
    before = traits.groupby([*TRAITS, "sequence"], sort=False)[["patient_id", "label", "age", "early", "late"]].shift()
    near = (traits["age"] - before["age"]) <= AGE_BAND_YEARS
    apart = (traits["early"] > before["late"]) | (before["early"] > traits["late"])
    rows, before = traits[near & ~apart], before[near & ~apart]
    told = rows["sex"] + ", " + shown(rows["age"], "{:g} years") + ", " + rows["sequence"]
    return noted("patients", rows, "patient_id", printed=told, expected="another patient", how="the same traits as " + before["label"].astype(str), sources="patients:" + rows["patient_id"] + " patients:" + before["patient_id"].astype(str))


def _shared(first: str, second: str) -> tuple[str, ...]:
    return tuple(sorted(set(family_names(first)) & set(family_names(second))))


def case_in_a_series(coded, derived):
    documents = coded["documents"]
    given = coded["therapies"].query("therapy_class in @AGENT_CLASSES")[["document_id", "therapy_class"]].drop_duplicates()
    reports = documents[documents["role"] == "report"].merge(given, on="document_id")[["document_id", "authors_as_printed", "therapy_class", "locator"]]
    series = documents[documents["kind"].isin(["observational", "single_arm_trial", "conference_abstract"]) & (documents["role"] != "report")]
    parts = []
    for agent, name in AGENT_CLASSES.items():
        named = series[series["title"].str.contains(name, case=False)][["document_id", "authors_as_printed", "title"]]
        pairs = reports[reports["therapy_class"] == agent].merge(named, how="cross", suffixes=("", "_series"))
        shared = [_shared(*authors) for authors in zip(pairs["authors_as_printed"], pairs["authors_as_printed_series"])]
        parts.append(pairs.assign(shared=pd.Series(shared, pairs.index, dtype=object)))
    rows = pd.concat(parts, ignore_index=True)
    rows = rows[rows["shared"].map(len) >= SHARED_AUTHORS].drop_duplicates(["document_id", "document_id_series"])
    groups = rows.groupby("document_id", sort=False).agg(series=("document_id_series", lambda ids: ", ".join(ids)), names=("shared", lambda tuples: ", ".join(sorted(set(sum(tuples, ()))))))
    rows = rows.drop_duplicates("document_id").merge(groups, on="document_id", suffixes=("", "_all"))
    sources = "documents:" + rows["document_id"] + " " + rows["series"].str.replace(", ", " ").str.replace(r"(\S+)", r"documents:\1", regex=True)
    return noted("documents", rows, "authors_as_printed", printed=rows["series"], expected="a word on whether the patient is in the series", how="shared authors: " + rows["names"], sources=sources)


CHECKS = (
    Check("family_pooled_twice", "overlap", "error", "A family of reports is pooled once.", "none", family_pooled_twice),
    Check("trial_in_two_families", "overlap", "error", "Reports with one registration number are one family.", "none", trial_in_two_families),
    Check("same_patient", "overlap", "error", "No two patients have one fingerprint.", f"age within {AGE_BAND_YEARS:g} year; two of sex, Ph, KMT2A and karyotype known; two lines of therapy; a threshold of this project", same_patient),
    Check("case_in_a_series", "overlap", "note", "A case is not also inside a series of the same authors on the same drug.", f"{SHARED_AUTHORS} shared authors, a threshold of this project", case_in_a_series),
)
