"""Do words on harms and tolerance fit the grades, values and statements printed beside them?

Grades follow CTCAE 5.0 as coded in data/vocabulary/severity_words.csv.
"""

import pandas as pd

from evidence.audit.core.findings import Check, both_sources, noted, sources_of

SEVERE_GRADE = 3
PHENOTYPE_ITEM = "immunophenotype"
MARKER = r"\b(CDc?\d+(?:[a-c](?![a-z]))?|TdT|SMIg|HLA-DR)\s*([+-]|dim)?"


def _grade(texts: pd.Series) -> pd.Series:
    return pd.to_numeric(texts.str.extract(r"grade\s*(\d)", expand=False, flags=2)).astype(float)


def mild_with_severe_grade(coded, derived):
    events = coded["events"].assign(grade=lambda f: _grade(f["grade_as_printed"]))
    general = events[
        (events["event"] == "any_adverse_event")
        & events["grade_as_printed"].str.contains(r"\bmild\b", case=False, regex=True)
    ]
    severe = (
        events[events["grade"] >= SEVERE_GRADE]
        .sort_values("grade", ascending=False, kind="stable")
        .drop_duplicates(["patient_id", "phase"])
    )
    rows = general.merge(
        severe[["patient_id", "phase", "event_id", "term_as_printed", "grade_as_printed"]],
        on=["patient_id", "phase"],
        suffixes=("", "_severe"),
    )
    return noted(
        "events",
        rows,
        "grade_as_printed",
        printed=rows["grade_as_printed"]
        + "; "
        + rows["grade_as_printed_severe"]
        + " "
        + rows["term_as_printed_severe"],
        expected="not mild",
        how="grade 3 or higher in the same phase",
        sources=both_sources("events", rows["event_id"], rows["event_id_severe"]),
    )


def event_told_and_denied(coded, derived):
    events = coded["events"]
    named = events[
        ~events["event"].isin(["any_adverse_event", "non_haematological_toxicity", "other"])
    ]
    denied, told = (
        named[named["occurred"] == "no"],
        named[named["occurred"] == "yes"].drop_duplicates(["patient_id", "event", "phase"]),
    )
    rows = denied.merge(
        told[["patient_id", "event", "phase", "event_id", "term_as_printed"]],
        on=["patient_id", "event", "phase"],
        suffixes=("", "_told"),
    )
    return noted(
        "events",
        rows,
        "occurred",
        printed=rows["term_as_printed"] + "; " + rows["term_as_printed_told"],
        expected="one statement",
        how="the event is denied and told in one phase",
        sources=both_sources("events", rows["event_id"], rows["event_id_told"]),
    )


def denied_as_a_whole(coded, derived):
    events = coded["events"]
    whole = events[
        (events["event"] == "any_adverse_event")
        & (events["occurred"] == "no")
        & ~events["term_as_printed"].str.contains(r"^(?:no )?other\b", case=False, regex=True)
    ]
    told = events[
        (events["occurred"] == "yes") & (events["event"] != "any_adverse_event")
    ].drop_duplicates(["patient_id", "phase", "timeline_id"])
    # A denial tied to one moment (the first course, one infusion) speaks of that moment only.
    rows = whole.merge(
        told[["patient_id", "phase", "timeline_id", "event_id", "term_as_printed"]],
        on=["patient_id", "phase", "timeline_id"],
        suffixes=("", "_told"),
    )
    return noted(
        "events",
        rows,
        "occurred",
        printed=rows["term_as_printed"] + "; " + rows["term_as_printed_told"],
        expected="no denial of all adverse events",
        how="an event is told of the same time",
        sources=both_sources("events", rows["event_id"], rows["event_id_told"]),
    ).drop_duplicates("row_key")


def word_against_value(coded, derived):
    words = coded["severity_words"][["event", "analyte", "word", "low", "high", "unit"]]
    rows = (
        coded["events"]
        .assign(word=lambda f: f["grade_as_printed"].str.lower().str.strip())
        .merge(words, on=["event", "word"])
    )
    values = derived["laboratory"][
        ["laboratory_id", "patient_id", "analyte", "phase", "low", "high", "value_as_printed"]
    ]
    pairs = rows.merge(
        values[values["low"].notna()],
        on=["patient_id", "analyte", "phase"],
        suffixes=("", "_value"),
    )
    bad = (pairs["low_value"] < pairs["low"].astype(float)) | (
        pairs["high_value"] >= pairs["high"].astype(float)
    )
    pairs = pairs[bad]
    expected = (
        pairs["low"].astype(str) + " to below " + pairs["high"].astype(str) + " " + pairs["unit"]
    )
    return noted(
        "events",
        pairs,
        "grade_as_printed",
        printed=pairs["term_as_printed"] + " (" + pairs["value_as_printed"] + ")",
        expected=expected,
        how="CTCAE 5.0 for " + pairs["word"],
        sources="events:" + pairs["event_id"] + " laboratory:" + pairs["laboratory_id"],
    ).drop_duplicates("row_key")


def answer_without_statement(coded, derived):
    rows = coded["events"]
    bad = rows["occurred"].isin(["yes", "no"]) & (rows["term_as_printed"] == "")
    rows = rows[bad | ((rows["occurred"] == "no") & (rows["locator"] == "whole text"))]
    return noted(
        "events",
        rows,
        "occurred",
        printed=rows["occurred"],
        expected="not_reported, or the words that say so",
        how="an answer without a printed statement: silence is not absence",
    )


def statement_without_answer(coded, derived):
    rows = coded["events"]
    rows = rows[(rows["occurred"] == "not_reported") & (rows["term_as_printed"] != "")]
    return noted(
        "events",
        rows,
        "occurred",
        printed=rows["term_as_printed"],
        expected="yes or no",
        how="something is printed on the event, but not whether it occurred",
    )


def characteristic_silent(coded, derived):
    rows = coded["characteristics"]
    silent, basis = rows["value"] == "not_reported", rows["basis"] == "not_reported"
    rows = rows[(silent != basis) | (silent & (rows["as_printed"] != ""))]
    return noted(
        "characteristics",
        rows,
        "value",
        printed=rows["value"] + " (" + rows["basis"] + ")",
        expected="value and basis that agree",
        how="what is not reported has no value and no printed words",
    )


def vod_not_told(coded, derived):
    rows = coded["events"]
    vod = rows[rows["event"] == "vod_sos"]
    answered = vod[vod["occurred"] != "not_reported"][["patient_id", "phase"]].drop_duplicates()
    rows = vod[(vod["occurred"] == "not_reported") & (vod["term_as_printed"] == "")].merge(
        answered, on=["patient_id", "phase"], how="left", indicator=True
    )
    rows = rows[rows["_merge"] == "left_only"].drop_duplicates(["patient_id", "phase"])
    return noted(
        "events",
        rows,
        "term_as_printed",
        printed="",
        expected="whether VOD occurred",
        how="the drug's boxed warning is not answered for " + rows["phase"].str.replace("_", " "),
    )


def vod_without_details(coded, derived):
    rows = coded["events"]
    rows = rows[
        (rows["event"] == "vod_sos")
        & (rows["occurred"] == "yes")
        & (rows["onset_as_printed"] == "")
    ]
    return noted(
        "events",
        rows,
        "grade_as_printed",
        printed=rows["grade_as_printed"] + " " + rows["term_as_printed"],
        expected="day of onset, and the criteria of the grade",
        how="without them the grade cannot be checked",
    )


def essential_not_told(coded, derived):
    rows = coded["characteristics"]
    rows = rows[rows["item"].isin(["consent", "cd22"])]
    told = (
        (rows["value"] != "not_reported")
        .groupby([rows["patient_id"], rows["item"]])
        .transform("any")
    )
    rows = rows[~told].drop_duplicates(["patient_id", "item"])
    return noted(
        "characteristics",
        rows,
        "value",
        printed="",
        expected=rows["item"].map(
            {"consent": "a statement on consent", "cd22": "CD22 of this patient's disease"}
        ),
        how="nothing is printed",
    )


def specimen_not_told(coded, derived):
    rows = coded["laboratory"]
    groups = (
        rows[rows["analyte"] == "blasts_specimen_not_stated"]
        .groupby("patient_id", sort=False)["laboratory_id"]
        .agg(" ".join)
    )
    rows = rows[rows["analyte"] == "blasts_specimen_not_stated"].drop_duplicates("patient_id")
    return noted(
        "laboratory",
        rows,
        "analyte",
        printed=rows["value_as_printed"],
        expected="blood or marrow",
        how="a share of blasts without its specimen",
        sources=sources_of("laboratory", rows["patient_id"].map(groups)),
    )


def _signs(coded) -> pd.DataFrame:
    """Each marker of each immunophenotype with the sign printed after it."""
    rows = coded["characteristics"]
    rows = rows[(rows["item"] == PHENOTYPE_ITEM) & (rows["as_printed"] != "")]
    found = (
        rows["as_printed"]
        .str.extractall(MARKER)
        .set_axis(["marker", "sign"], axis=1)
        .reset_index(level=1, drop=True)
    )
    return rows.join(found, how="inner").reset_index(drop=True)


def sign_missing(coded, derived):
    signs = _signs(coded)
    signed = signs["sign"].notna().groupby(signs["characteristic_id"]).transform("any")
    rows = signs[signed & signs["sign"].isna()].drop_duplicates("characteristic_id")
    return noted(
        "characteristics",
        rows,
        "as_printed",
        printed=rows["as_printed"],
        expected=rows["marker"] + " with + or -",
        how="one marker of the list has no sign",
    )


def phenotype_turned(coded, derived):
    signs = _signs(coded)
    signs = signs[signs["sign"].isin(["+", "-"])]
    turned = signs[signs.groupby(["patient_id", "marker"])["sign"].transform("nunique") > 1]
    groups = turned.groupby("patient_id", sort=False).agg(
        markers=("marker", lambda m: ", ".join(dict.fromkeys(m))),
        members=("characteristic_id", lambda k: " ".join(dict.fromkeys(k))),
    )
    rows = turned.drop_duplicates("patient_id").merge(groups, on="patient_id")
    return noted(
        "characteristics",
        rows,
        "as_printed",
        printed=rows["markers"],
        expected="the same sign, or a word on the change",
        how="the signs turn between two examinations",
        sources=sources_of("characteristics", rows["members"]),
    )


def karyotype_malformed(coded, derived):
    rows = coded["characteristics"]
    rows = rows[
        (rows["item"] == "karyotype")
        & rows["as_printed"].str.contains(r"^\d{2}[XY]{1,2}", regex=True)
    ]
    return noted(
        "characteristics",
        rows,
        "as_printed",
        printed=rows["as_printed"],
        expected=rows["as_printed"].str.replace(r"^(\d{2})([XY])", r"\1,\2", regex=True),
        how="the nomenclature of karyotypes has a comma and the gained chromosomes",
    )


CHECKS = (
    Check(
        "mild_with_severe_grade",
        "responses",
        "warning",
        "What is called mild has no grade 3 or higher.",
        "CTCAE: grade 3 is severe",
        mild_with_severe_grade,
    ),
    Check(
        "event_told_and_denied",
        "responses",
        "error",
        "An event is not told and denied in one phase.",
        "none",
        event_told_and_denied,
    ),
    Check(
        "denied_as_a_whole",
        "responses",
        "error",
        "Where all adverse events are denied none is told.",
        "none",
        denied_as_a_whole,
    ),
    Check(
        "word_against_value",
        "responses",
        "note",
        "Mild, moderate and severe fit the value printed.",
        "code list severity_words, CTCAE 5.0",
        word_against_value,
    ),
    Check(
        "answer_without_statement",
        "responses",
        "error",
        "An event that did or did not occur is printed as such.",
        "none",
        answer_without_statement,
    ),
    Check(
        "statement_without_answer",
        "responses",
        "note",
        "A statement on an event says whether it occurred.",
        "none",
        statement_without_answer,
    ),
    Check(
        "characteristic_silent",
        "responses",
        "error",
        "What is not reported has no value.",
        "none",
        characteristic_silent,
    ),
    Check(
        "vod_not_told",
        "responses",
        "note",
        "VOD/SOS is answered for every phase.",
        "none",
        vod_not_told,
    ),
    Check(
        "vod_without_details",
        "responses",
        "note",
        "A VOD/SOS has its onset and criteria.",
        "none",
        vod_without_details,
    ),
    Check(
        "essential_not_told",
        "responses",
        "note",
        "Consent and CD22 are told.",
        "CARE guideline, item on consent; the drug's target",
        essential_not_told,
    ),
    Check(
        "specimen_not_told",
        "responses",
        "note",
        "A share of blasts has its specimen.",
        "none",
        specimen_not_told,
    ),
    Check(
        "sign_missing",
        "responses",
        "note",
        "Every marker of a phenotype has its sign.",
        "none",
        sign_missing,
    ),
    Check(
        "phenotype_turned",
        "responses",
        "note",
        "A change of phenotype is told as one.",
        "none",
        phenotype_turned,
    ),
    Check(
        "karyotype_malformed",
        "responses",
        "note",
        "A karyotype is written in its nomenclature.",
        "ISCN",
        karyotype_malformed,
    ),
)
