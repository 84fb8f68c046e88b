"""Rows of the swimmer plot: what happened to each patient from the first dose of the index
therapy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from evidence.coded.source_keys import joined_sources

Tables = Mapping[str, pd.DataFrame]
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
    "sources",
]
INDEX_PHASES = {  # what an entry of the index therapy begins
    "index_start": "index",
    "index_dose": "index",
    "index_series": "index",
    "index_end": "follow_up",
}
INDEX_EVENTS = {"index_start": "dose", "index_dose": "dose", "index_series": "dose_series"}
FURTHER = ("index_dose", "index_series", "index_end")
STATES = {"yes": "yes", "no": "no", "not_reported": "NR", "not_applicable": "–"}


@dataclass(frozen=True)
class SwimmerWords:
    """How a course is shown.

    ``start`` is the event of the first dose and ``further`` are the events after which the index
    therapy goes on; ``phases`` and ``events`` give each event its phase and its kind, ``results``
    each response what it means; ``states`` are columns of the cases shown at the right; ``about``
    says of a case who the patient is; ``prepares`` is the class of therapy whose agents only
    prepare it.
    """

    start: str
    further: tuple[str, ...]
    phases: Mapping[str, str]
    events: Mapping[str, str]
    results: Mapping[str, str]
    states: tuple[str, ...]
    about: Callable[[pd.Series], str]
    prepares: str


def swimmer_rows(coded: Tables, derived: Tables, words: SwimmerWords) -> pd.DataFrame:
    """What ``figures.swimmer.draw`` needs, one row per phase, event, response or end.

    Parameters
    ----------
    coded : patients, therapies, assessments and follow_up are used.
    derived : timeline, responses and cases are used.
    words : how a course is shown.

    Returns
    -------
    lane, row_type, kind, result, step (the coded order), until_step, day_low, day_high (missing
    where no day is known), basis, note, sources. Nothing before the first dose; a patient without
    a first dose has no lane. The lane with the latest known day comes first.
    """
    parts = []
    for patient in coded["patients"].itertuples():
        of_patient = {
            name: derived[name][derived[name]["patient_id"] == patient.patient_id]
            for name in ("timeline", "responses", "cases")
        }
        entries = since_first_dose(of_patient["timeline"], words.start)
        if entries.empty:
            continue
        ends = _end(entries, of_patient["cases"])
        rows = [
            _lane(of_patient["cases"], words),
            *_events(entries, words),
            *_responses(of_patient["responses"], coded["assessments"], entries, words),
        ]
        phases = _with_phase(
            entries,
            coded["therapies"][coded["therapies"]["patient_id"] == patient.patient_id],
            words,
        )
        rows += (
            _phases(phases, ends, words, still=of_patient["cases"]["on_index"].iloc[0] == "yes")
            + ends
        )
        rows += _bounds(entries, rows)
        parts += [{"lane": patient.label, **row} for row in rows]
    return _longest_first(pd.DataFrame(parts).reindex(columns=[*COLUMNS, *words.states]))


def since_first_dose(timeline: pd.DataFrame, start: str) -> pd.DataFrame:
    """A patient's entries from the first dose on, in order, without
    births and publications.
    """
    ordered = timeline[~timeline["event"].isin(["birth", "publication"])].sort_values(
        "sequence", kind="stable"
    )
    starts = ordered.loc[ordered["event"] == start, "sequence"]
    if starts.empty:
        return ordered.iloc[:0]
    since = ordered[ordered["sequence"] >= starts.iloc[0]]
    # Day 0 is the first dose by definition, however its date is known.
    return since.assign(
        day_basis=since["day_basis"].mask(since["sequence"] == starts.iloc[0], "reported")
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


def _events(entries: pd.DataFrame, words: SwimmerWords) -> list[dict]:
    shown = entries[entries["event"].isin(words.events)]
    return [
        {
            "row_type": "event",
            "kind": words.events[entry.event],
            "note": entry.description,
            **_timed(entry),
        }
        for entry in shown.itertuples()
    ]


def _with_phase(
    entries: pd.DataFrame, therapies: pd.DataFrame, words: SwimmerWords
) -> pd.DataFrame:
    """The entries that begin a phase, each with its phase; treatment given beside a line begins
    none.
    """
    phases = entries["event"].map(words.phases)
    beside = entries["event"].eq("therapy_start") & entries["description"].map(
        lambda description: _beside(description, therapies, words.prepares)
    )
    return entries.assign(phase=phases.mask(beside))


def _beside(description: str, therapies: pd.DataFrame, prepares: str) -> bool:
    """Does a description name a drug that was given beside a line, or to prepare another?"""
    other = therapies[
        (therapies["role"] == "concomitant") | (therapies["therapy_class"] == prepares)
    ]
    named = {
        agent.strip().replace("_", " ") for agents in other["agents"] for agent in agents.split(";")
    }
    return any(agent and agent in description for agent in named)


def _phases(
    entries: pd.DataFrame, ends: list[dict], words: SwimmerWords, still: bool
) -> list[dict]:
    """One row per stretch between two entries that begin a phase; the last runs to the end of the
    lane.

    The index therapy lasts from the first to the last dose of a series: after it no therapy is
    reported until the next, unless the patient is reported to have it ``still``.
    """
    phases = [*entries[entries["phase"].notna()].itertuples()]
    rows = []
    for entry, following in zip(phases, [*phases[1:], None], strict=True):
        goes_on = following.event in words.further if following else still
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


def _lane(cases: pd.DataFrame, words: SwimmerWords) -> dict:
    case = cases.iloc[0]
    sources = case["sources"].split()
    return {
        "row_type": "lane",
        "note": words.about(case),
        **{column: STATES[case[column]] for column in words.states},
        "sources": " ".join(key for key in sources if key.startswith(("events:", "patients:"))),
    }


def age_and_sex(case: pd.Series) -> list[str]:
    """Age and sex of a case, as far as reported."""
    low, high = case["age_low_years"], case["age_high_years"]
    if pd.isna(high):
        age = f"at least {low:.0f}"
    else:
        age = f"{low:.0f}" if low == high else f"{low:.0f} to {high:.0f}"
    years = "year" if age == "1" else "years"
    parts = [
        f"{age} {years}" if pd.notna(low) else "",
        case["sex"] if case["sex"] != "not_reported" else "",
    ]
    return [part for part in parts if part]


def _longest_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Lanes in the order of their latest known day; those of one day in the order coded."""
    if rows.empty:
        return rows
    latest = rows.groupby("lane", sort=False)["day_high"].max().fillna(-1.0)
    order = {
        lane: i for i, lane in enumerate(latest.sort_values(ascending=False, kind="stable").index)
    }
    return rows.sort_values("lane", key=lambda lanes: lanes.map(order), kind="stable").reset_index(
        drop=True
    )


def _responses(
    responses: pd.DataFrame,
    assessments: pd.DataFrame,
    entries: pd.DataFrame,
    words: SwimmerWords,
) -> list[dict]:
    rows = []
    for response in responses[responses["compartment"] != "integrated"].itertuples():
        entry = _entry(response, assessments, entries)
        if response.response in words.results and entry is not None:
            timed = _timed(entry)
            rows.append(
                {
                    "row_type": "response",
                    "kind": response.compartment,
                    "result": words.results[response.response],
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
