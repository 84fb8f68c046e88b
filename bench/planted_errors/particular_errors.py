"""Errors that need more than one cell, or a cell beside another: one function a kind."""

import re
from collections.abc import Callable

import pandas as pd

from bench.planted_errors.plant import KEYS, Planted, changed, one_of
from evidence.harmonise.times.dates import MONTHS


def denominator_changed(coded, used, rng):
    outcomes = coded["outcomes"]
    rows = outcomes[
        outcomes["events"].gt(0).fillna(False)
        & outcomes["n"].notna()
        & (outcomes["percent_as_reported"] != "")
        & (outcomes["numerator_basis"] == "reported")
        & (outcomes["unit"] == "")
    ]
    row = one_of(rows, "outcomes", used, rng)
    n = int(outcomes.loc[row, "n"])
    return changed(coded, "outcomes", row, "n", round(n * rng.uniform(1.1, 1.5)) + 1)


def denominator_below_events(coded, used, rng):
    outcomes = coded["outcomes"]
    row = one_of(
        outcomes[outcomes["events"].gt(2).fillna(False) & outcomes["n"].notna()],
        "outcomes",
        used,
        rng,
    )
    return changed(coded, "outcomes", row, "n", int(outcomes.loc[row, "events"]) - 1)


def claim_denominator_changed(coded, used, rng):
    claims = coded["claims"]
    row = one_of(
        claims[
            claims["denominator_as_reported"].str.fullmatch(r"\d+")
            & claims["value_as_reported"].str.contains("%")
        ],
        "claims",
        used,
        rng,
    )
    return (
        None
        if row is None
        else changed(
            coded,
            "claims",
            row,
            "denominator_as_reported",
            str(int(claims.loc[row, "denominator_as_reported"]) + int(rng.integers(10, 60))),
        )
    )


def date_shifted(coded, used, rng):
    """One dated entry is moved to the other side of another dated entry of its patient."""
    timeline = coded["timeline"]
    dated = timeline[
        timeline["when_as_reported"].str.contains(
            r"^(?:in |In )?(?:\d{1,2} )?(?:" + "|".join(MONTHS) + r"),? \d{4}$",
            case=False,
            regex=True,
        )
    ]
    patients = dated.groupby("patient_id")["sequence"].transform("size")
    row = one_of(dated[patients > 2], "timeline", used, rng)
    if row is None:
        return None
    of_patient = dated[dated["patient_id"] == dated.loc[row, "patient_id"]]
    years = of_patient["when_as_reported"].str.extract(r"(\d{4})")[0].astype(int)
    later, year = of_patient["sequence"] > of_patient.loc[row, "sequence"], years[row]
    target = (
        years[later].min() + 1
        if (later.any() and rng.random() < 0.5)
        or not (of_patient["sequence"] < of_patient.loc[row, "sequence"]).any()
        else years[of_patient["sequence"] < of_patient.loc[row, "sequence"]].max() - 1
    )
    return changed(
        coded,
        "timeline",
        row,
        "when_as_reported",
        timeline.loc[row, "when_as_reported"].replace(
            str(year), str(target + int(rng.integers(0, 3)) * (1 if target > year else -1))
        ),
    )


def interval_changed(coded, used, rng):
    """The reported number of months or days beside a reported date is changed."""
    timeline = coded["timeline"]
    both = timeline["when_as_reported"].str.contains(r"\d+ months?\b.*\d{4}", regex=True) & (
        timeline["anchor_id"] != ""
    )
    row = one_of(timeline[both], "timeline", used, rng)
    if row is None:
        return None
    text = timeline.loc[row, "when_as_reported"]
    months = int(re.search(r"(\d+) months?", text).group(1)) + int(
        rng.choice([-5, -4, -3, 3, 4, 5, 6, 7, 10])
    )
    return (
        changed(
            coded,
            "timeline",
            row,
            "when_as_reported",
            re.sub(r"\d+ month", f"{months} month", text, count=1),
        )
        if months > 0
        else None
    )


def transplant_date_shifted(coded, used, rng):
    transplants = coded["transplants"]
    row = one_of(
        transplants[transplants["date_as_reported"].str.contains(r"\d{4}", regex=True)],
        "transplants",
        used,
        rng,
    )
    if row is None:
        return None
    text = transplants.loc[row, "date_as_reported"]
    year = int(re.search(r"\d{4}", text).group())
    return changed(
        coded,
        "transplants",
        row,
        "date_as_reported",
        text.replace(str(year), str(year + int(rng.choice([-2, -1, 1, 2])))),
    )


def reference_swapped(supported: frozenset[str]) -> Callable:
    """A claim that its study supports is given another reference of the same list."""

    def plant(coded, used, rng):
        claims = coded["claims"]
        row = one_of(
            claims[claims["claim_id"].isin(supported) & claims["reference_number"].notna()],
            "claims",
            used,
            rng,
        )
        if row is None:
            return None
        citations = coded["citations"][
            coded["citations"]["document_id"] == claims.loc[row, "document_id"]
        ]
        of_patient = citations.loc[
            citations["reference_number"] == claims.loc[row, "reference_number"],
            "cited_document_id",
        ]
        others = citations.loc[~citations["cited_document_id"].isin(of_patient), "reference_number"]
        return changed(coded, "claims", row, "reference_number", int(rng.choice(others)))

    return plant


def entry_repeated(coded, used, rng):
    """One entry of a list is made another entry of the same list."""
    citations = coded["citations"]
    row = one_of(citations, "citations", used, rng)
    others = citations[
        (citations["document_id"] == citations.loc[row, "document_id"])
        & (citations["cited_document_id"] != citations.loc[row, "cited_document_id"])
    ]
    other = others.loc[int(rng.choice(others.index))]
    planted = changed(coded, "citations", row, "cited_document_id", other["cited_document_id"])
    return Planted(
        planted.tables, planted.keys | {f"citations:{other['citation_id']}"}, planted.change
    )


def first_author_changed(coded, used, rng):
    citations = coded["citations"]
    row = one_of(citations, "citations", used, rng)
    others = citations.loc[
        citations["first_author_as_reported"].str[:4]
        != citations.loc[row, "first_author_as_reported"][:4],
        "first_author_as_reported",
    ]
    return changed(coded, "citations", row, "first_author_as_reported", str(rng.choice(others)))


def year_changed(coded, used, rng):
    citations = coded["citations"]
    row = one_of(citations[citations["year_as_reported"] != ""], "citations", used, rng)
    return changed(
        coded,
        "citations",
        row,
        "year_as_reported",
        str(int(citations.loc[row, "year_as_reported"]) - int(rng.integers(1, 6))),
    )


def patient_duplicated(coded, used, rng):
    """One patient is reported again, under a new key, at most a year older."""
    patients = coded["patients"]
    old = str(rng.choice(patients["patient_id"]))
    new, tables, keys = f"{old}_again", dict(coded), set()
    for name, frame in coded.items():
        if "patient_id" not in frame or name not in KEYS:
            continue
        of_patient = frame[frame["patient_id"] == old]
        copies = of_patient.assign(**{KEYS[name]: of_patient[KEYS[name]] + "b"}).assign(
            patient_id=new
        )
        copies = copies.assign(
            **{
                column: copies[column].where(copies[column] == "", copies[column] + "b")
                for column in ("timeline_id", "anchor_id", "therapy_id")
                if column in copies and column != KEYS[name]
            }
        )
        keys |= {f"{name}:{key}" for key in copies[KEYS[name]]}
        tables[name] = pd.concat([frame, copies], ignore_index=True)
    return Planted(tables, frozenset(keys), f"{old} again")


def antigen_denied(coded, used, rng):
    """An antigen that was seen by itself is not found at a later assessment."""
    rows = coded["assessments"]
    seen = rows["marker"].str.fullmatch(r"CD\d+") & rows["comparator"].isin(["detected", "equal"])
    row = one_of(rows[seen], "assessments", used, rng)
    if row is None:
        return None
    later = rows.loc[[row]].assign(
        assessment_id=rows.loc[row, "assessment_id"] + "b",
        sequence=rows["sequence"].max() + 1,
        comparator="not_detected",
    )
    return Planted(
        {**coded, "assessments": pd.concat([rows, later], ignore_index=True)},
        frozenset(f"assessments:{key}" for key in later["assessment_id"]),
        f"{rows.loc[row, 'marker']} of {rows.loc[row, 'patient_id']} is lost",
    )


def protocol_of_later_years(coded, used, rng):
    """The first therapy of a patient is by a protocol that began years later."""
    dated = coded["timeline"].query("event == 'diagnosis'")
    dated = dated[dated["when_as_reported"].str.contains(r"\b\d{4}\b", regex=True)]
    rows = coded["therapies"]
    first = rows[rows["patient_id"].isin(dated["patient_id"])].drop_duplicates("patient_id")
    row = one_of(first, "therapies", used, rng)
    if row is None:
        return None
    planted = changed(coded, "therapies", row, "protocol", "PLANTED 2099")
    planted.tables["therapies"].loc[row, "phase"] = "first_line"
    starts = coded["protocol_starts"].assign(named="PLANTED", first_enrolment="January 2099")
    return Planted({**planted.tables, "protocol_starts": starts}, planted.keys, planted.change)
