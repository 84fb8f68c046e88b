"""Rows of the swimmer plot: what happened to each patient from the first dose of inotuzumab."""

from __future__ import annotations

from typing import Any

import pandas as pd

from evidence.coded.source_keys import joined_sources

START = "index_start"
PHASES = {
    "index_start": "index",
    "index_dose": "index",
    "index_series": "index",
    "index_end": "follow_up",
    "car_t": "car_t",
    "transplant": "transplant",
    "blinatumomab": "other_therapy",
    "therapy_start": "other_therapy",
}
MORE_INDEX = ("index_dose", "index_series", "index_end")
EVENTS = {
    "index_start": "dose",
    "index_dose": "dose",
    "index_series": "dose_series",
    "car_t": "car_t",
    "transplant": "transplant",
    "vod_sos": "vod_sos",
    "relapse": "relapse",
    "progression": "relapse",
    "therapy": "other_therapy",
    "radiotherapy": "other_therapy",
}
RESULTS = {
    "remission_morphological": "absent",
    "complete_response": "absent",
    "negative_insufficient_sensitivity": "absent",
    "negative_sensitivity_not_stated": "absent",
    "complete_metabolic_response": "absent",
    "resolved": "absent",
    "normal": "absent",
    "positive_below_1e_4": "reduced",
    "partial_metabolic_response": "reduced",
    "pr": "reduced",
    "no_remission_marrow": "present",
    "failure": "present",
    "positive_not_comparable": "present",
    "progressive_metabolic_disease": "present",
    "progressive_disease": "present",
    "relapse": "present",
    "disease_present": "present",
    "not_evaluable_marrow_below_5_percent_at_baseline": "not_evaluable",
}
COLUMNS = [
    "lane",
    "row_type",
    "kind",
    "result",
    "step",
    "until_step",
    "day_low",
    "day_high",
    "basis",
    "note",
    "vod_on_index",
    "vod_after_transplant",
    "sources",
]
STATES = {"yes": "yes", "no": "no", "not_reported": "NR", "not_applicable": "–"}


def swimmer_rows(coded: dict[str, pd.DataFrame], derived: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """What ``figures.swimmer.draw`` needs, one row per phase, event, response or end.

    Parameters
    ----------
    coded : patients, therapies, assessments and follow_up are used.
    derived : timeline, responses and cases are used.

    Returns
    -------
    lane, row_type, kind, result, step (the coded order), until_step, day_low, day_high (missing
    where no day is known), basis, note, sources. Nothing before the first dose; a patient without
    a first dose has no lane.
    """
    parts = []
    for patient in coded["patients"].itertuples():
        of_patient = {
            name: derived[name][derived[name]["patient_id"] == patient.patient_id]
            for name in ("timeline", "responses", "cases")
        }
        entries = since_first_dose(of_patient["timeline"])
        if entries.empty:
            continue
        ends = _end(entries, of_patient["cases"])
        rows = [
            _lane(of_patient["cases"]),
            *_events(entries),
            *_responses(of_patient["responses"], coded["assessments"], entries),
        ]
        phases = _with_phase(
            entries, coded["therapies"][coded["therapies"]["patient_id"] == patient.patient_id]
        )
        rows += _phases(phases, ends, still=of_patient["cases"]["on_index"].iloc[0] == "yes") + ends
        rows += _bounds(entries, rows)
        parts += [{"lane": patient.label, **row} for row in rows]
    return pd.DataFrame(parts).reindex(columns=COLUMNS)


def since_first_dose(timeline: pd.DataFrame) -> pd.DataFrame:
    """A patient's entries from the first inotuzumab on, in order, without
    births and publications.
    """
    ordered = timeline[~timeline["event"].isin(["birth", "publication"])].sort_values(
        "sequence", kind="stable"
    )
    starts = ordered.loc[ordered["event"] == START, "sequence"]
    if starts.empty:
        return ordered.iloc[:0]
    since = ordered[ordered["sequence"] >= starts.iloc[0]]
    # Day 0 is the first dose by definition, however its date is known.
    return since.assign(
        day_basis=since["day_basis"].mask(since["sequence"] == starts.iloc[0], "printed")
    )


def _timed(entry: Any) -> dict:
    bounded = entry.by_neighbours == "yes"
    return {
        "step": float(entry.sequence),
        # What only its neighbours bound is drawn in order between them.
        "day_low": None if bounded else entry.day_low,
        "day_high": None if bounded else entry.day_high,
        "basis": "unknown" if bounded else entry.day_basis,
        "sources": entry.sources,
    }


def _events(entries: pd.DataFrame) -> list[dict]:
    shown = entries[entries["event"].isin(EVENTS)]
    return [
        {
            "row_type": "event",
            "kind": EVENTS[entry.event],
            "note": entry.description,
            **_timed(entry),
        }
        for entry in shown.itertuples()
    ]


def _with_phase(entries: pd.DataFrame, therapies: pd.DataFrame) -> pd.DataFrame:
    """The entries that begin a phase, each with its phase; treatment given beside a line begins
    none.
    """
    phases = entries["event"].map(PHASES)
    beside = entries["event"].eq("therapy_start") & entries["description"].map(
        lambda words: _beside(words, therapies)
    )
    return entries.assign(phase=phases.mask(beside))


def _beside(words: str, therapies: pd.DataFrame) -> bool:
    """Does a description name a drug that was given beside a line, or to prepare a transplant?"""
    other = therapies[
        (therapies["role"] == "concomitant") | (therapies["therapy_class"] == "transplant")
    ]
    named = {
        agent.strip().replace("_", " ") for agents in other["agents"] for agent in agents.split(";")
    }
    return any(agent and agent in words for agent in named)


def _phases(entries: pd.DataFrame, ends: list[dict], still: bool) -> list[dict]:
    """One row per stretch between two entries that begin a phase; the last runs to the end of the
    lane.

    Inotuzumab lasts from the first to the last dose of a series: after it no therapy is
    reported until the next, unless the patient is reported to be on inotuzumab ``still``.
    """
    phases = [*entries[entries["phase"].notna()].itertuples()]
    rows = []
    for entry, following in zip(phases, [*phases[1:], None], strict=True):
        goes_on = following.event in MORE_INDEX if following else still
        kind = "follow_up" if entry.phase == "index" and not goes_on else entry.phase
        until = float(following.sequence) if following else ends[0]["step"]
        if until > entry.sequence:
            rows.append({"row_type": "phase", "kind": kind, "until_step": until, **_timed(entry)})
    return rows


def _bounds(entries: pd.DataFrame, rows: list[dict]) -> list[dict]:
    """Known days of entries that are not shown: they bound what has no day of its own."""
    shown = {row.get("step") for row in rows}
    dated = entries["day_low"].notna() & (entries["by_neighbours"] == "no")
    hidden = entries[dated & ~entries["sequence"].isin(shown)]
    return [
        {"row_type": "bound", "kind": entry.event, "note": entry.description, **_timed(entry)}
        for entry in hidden.itertuples()
    ]


def _end(entries: pd.DataFrame, cases: pd.DataFrame) -> list[dict]:
    last = entries.iloc[-1]
    alive = {"yes": "alive", "no": "dead"}.get(cases["alive"].iloc[0], "not_reported")
    timed = _timed(last)
    keys = cases["sources"].iloc[0].split()
    followed = [key for key in keys if key.startswith("follow_up:")]
    return [
        {
            "row_type": "end",
            "kind": alive,
            **timed,
            "sources": joined_sources(timed["sources"], followed),
        }
    ]


def _lane(cases: pd.DataFrame) -> dict:
    case = cases.iloc[0]
    sources = case["sources"].split()
    return {
        "row_type": "lane",
        "note": _who(case),
        "vod_on_index": STATES[case["vod_on_index"]],
        "vod_after_transplant": STATES[case["vod_after_transplant"]],
        "sources": " ".join(key for key in sources if key.startswith(("events:", "patients:"))),
    }


def _who(case: pd.Series) -> str:
    """Age, sex and Philadelphia chromosome, as far as reported."""
    low, high = case["age_low_years"], case["age_high_years"]
    if pd.isna(high):
        age = f"at least {low:.0f}"
    else:
        age = f"{low:.0f}" if low == high else f"{low:.0f} to {high:.0f}"
    parts = [
        f"{age} years" if pd.notna(low) else "",
        case["sex"] if case["sex"] != "not_reported" else "",
        {"positive": "Ph+", "negative": "Ph−"}.get(case["ph_status"], "Ph not reported"),
    ]
    return ", ".join(part for part in parts if part)


def _responses(
    responses: pd.DataFrame, assessments: pd.DataFrame, entries: pd.DataFrame
) -> list[dict]:
    rows = []
    for response in responses[responses["compartment"] != "integrated"].itertuples():
        entry = _entry(response, assessments, entries)
        if response.response in RESULTS and entry is not None:
            timed = _timed(entry)
            rows.append(
                {
                    "row_type": "response",
                    "kind": response.compartment,
                    "result": RESULTS[response.response],
                    "note": response.author_term,
                    **timed,
                    "sources": joined_sources(response.sources, timed["sources"]),
                }
            )
    return rows


def _entry(response: Any, assessments: pd.DataFrame, entries: pd.DataFrame) -> Any:
    """The timeline entry of a response: that of the last finding that it rests on."""
    keys = [
        source.split(":", 1)[1]
        for source in response.sources.split()
        if source.startswith("assessments:")
    ]
    used = assessments[
        assessments["assessment_id"].isin(keys) & (assessments["evaluation"] == response.evaluation)
    ]
    found = entries[entries["timeline_id"].isin(used["timeline_id"])]
    return next(found.tail(1).itertuples(), None)
