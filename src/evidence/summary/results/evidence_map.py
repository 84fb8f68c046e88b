"""What is reported of each patient, outcome by outcome, and why it is not where it is not."""

import pandas as pd

from evidence.coded.source_keys import joined_sources, source_keys

# Outcomes that no patient can have for whom an item of Table 1 says no.
ASKED_ONLY_IF = {
    "Extramedullary response": "extramedullary",
    "CNS response": "cns",
    "VOD/SOS after transplant": "transplant_after_index",
    "Engraftment": "transplant_after_index",
    "GVHD": "transplant_after_index",
}
# Outcomes that are reported but cannot be judged where an item of Table 1 begins with these words:
# a marrow without enough blasts to respond, a negative result of unknown or low sensitivity.
NOT_ASSESSABLE = {
    "Marrow response": ("response_marrow", ("not_evaluable",)),
    "MRD": ("response_mrd", ("negative_sensitivity_not_stated", "negative_insufficient")),
}


def _keys(table: str, rows: pd.DataFrame, key: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "document_id": rows["document_id"],
            "patient_id": rows["patient_id"],
            "source": source_keys(table, rows[key]),
        }
    )


def outcome_rows(coded: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The coded rows that say something on each outcome, by outcome."""
    assessments, events, transplants = coded["assessments"], coded["events"], coded["transplants"]
    reported = events[events["occurred"] != "not_reported"]
    evaluated = assessments[assessments["evaluation"].fillna(0) > 0]
    relevant = evaluated[evaluated["response"] != "not_applicable"]
    cytopenias = ["neutropenia", "thrombocytopenia", "pancytopenia", "anaemia", "lymphopenia"]
    on_drug = reported[reported["phase"].isin(["on_index", "after_index"])]
    doses = coded["doses"][
        (coded["doses"]["agent"] == "inotuzumab_ozogamicin")
        & (coded["doses"]["dose_as_printed"] != "")
    ]
    follow_up = coded["follow_up"]
    after = transplants[transplants["timing"] == "after_index"]
    return {
        "Dose": _keys("doses", doses, "dose_id"),
        "Marrow response": _keys(
            "assessments",
            relevant[(relevant["compartment"] == "marrow") & (relevant["is_mrd"] == "no")],
            "assessment_id",
        ),
        "MRD": _keys("assessments", relevant[relevant["is_mrd"] == "yes"], "assessment_id"),
        "Extramedullary response": _keys(
            "assessments", relevant[relevant["compartment"] == "extramedullary"], "assessment_id"
        ),
        "CNS response": _keys(
            "assessments", relevant[relevant["compartment"] == "cns"], "assessment_id"
        ),
        "VOD/SOS on inotuzumab": _keys(
            "events",
            reported[(reported["event"] == "vod_sos") & (reported["phase"] == "on_index")],
            "event_id",
        ),
        "VOD/SOS after transplant": _keys(
            "events",
            reported[(reported["event"] == "vod_sos") & (reported["phase"] == "after_transplant")],
            "event_id",
        ),
        "Cytopenias": _keys("events", on_drug[on_drug["event"].isin(cytopenias)], "event_id"),
        "Other adverse events": _keys(
            "events", on_drug[~on_drug["event"].isin([*cytopenias, "vod_sos"])], "event_id"
        ),
        "Transplant afterwards": _keys("transplants", after, "transplant_id"),
        "Engraftment": _keys(
            "transplants", after[after["engraftment_as_printed"] != ""], "transplant_id"
        ),
        "GVHD": _keys(
            "transplants",
            after[
                (after["acute_gvhd"] != "not_reported") | (after["chronic_gvhd"] != "not_reported")
            ],
            "transplant_id",
        ),
        "Length of follow-up": _keys(
            "follow_up",
            follow_up[follow_up["length_as_printed"] + follow_up["until_as_printed"] != ""],
            "follow_up_id",
        ),
        "Last status": _keys("follow_up", follow_up, "follow_up_id"),
    }


def evidence_map(coded: dict[str, pd.DataFrame], cases: pd.DataFrame) -> pd.DataFrame:
    """Patient × outcome: one of four states.

    ``reported``; ``not_assessable``: reported, but not enough to be judged; ``not_applicable``: the
    patient could not have it; ``not_reported``.

    Parameters
    ----------
    coded : assessments, doses, events, follow_up, patients and transplants are used.
    cases : Table 1, one row per patient.

    Returns
    -------
    patient_id, document_id, outcome, state, rows, sources (the report itself where it is silent:
    that is what was read; Table 1's row where the outcome is not applicable).
    """
    cells = []
    for outcome, rows in outcome_rows(coded).items():
        for case in cases.to_dict("records"):
            of_patient = rows[rows["patient_id"] == case["patient_id"]]
            state = _state(outcome, len(of_patient), case)
            silent = (
                f"cases:{case['patient_id']}"
                if state == "not_applicable"
                else f"documents:{case['document_id']}"
            )
            cells.append(
                {
                    "patient_id": case["patient_id"],
                    "document_id": case["document_id"],
                    "outcome": outcome,
                    "state": state,
                    "rows": len(of_patient),
                    "sources": joined_sources(of_patient["source"]) or silent,
                }
            )
    return pd.DataFrame(cells)


def _state(outcome: str, rows: int, case: dict) -> str:
    """What is reported wins over what Table 1 would exclude."""
    if not rows:
        excluded = case.get(ASKED_ONLY_IF.get(outcome, ""))
        return "not_applicable" if excluded == "no" else "not_reported"
    if outcome not in NOT_ASSESSABLE:
        return "reported"
    column, beginnings = NOT_ASSESSABLE[outcome]
    return "not_assessable" if str(case[column]).startswith(beginnings) else "reported"


def map_counts(evidence_map: pd.DataFrame) -> pd.DataFrame:
    """Cells of the evidence map by state: item, count, sources (the reports, which were asked)."""
    reports = joined_sources(source_keys("documents", evidence_map["document_id"].unique()))
    counts = {"cells": len(evidence_map)} | {
        state: int((evidence_map["state"] == state).sum())
        for state in ("reported", "not_assessable", "not_applicable", "not_reported")
    }
    return pd.DataFrame(
        [{"item": item, "count": count, "sources": reports} for item, count in counts.items()]
    )
