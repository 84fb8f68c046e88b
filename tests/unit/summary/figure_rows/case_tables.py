"""Invented tables of one patient, whose timeline is given."""

import pandas as pd

PATIENTS = pd.DataFrame([{"patient_id": "p", "document_id": "d", "label": "Invented 2020"}])


def timeline(*events):
    """(event, low, high, basis, description) in order; the keys are i1, i2 ..."""
    rows = [
        {
            "timeline_id": f"i{i}",
            "patient_id": "p",
            "document_id": "d",
            "sequence": i,
            "event": event,
            "description": words,
            "day_low": low,
            "day_high": high,
            "day_basis": basis,
            "by_neighbours": "no",
            "date_earliest": "",
            "date_latest": "",
            "date_basis": "unknown",
            "sources": f"timeline:i{i}",
        }
        for i, (event, low, high, basis, words) in enumerate(events, 1)
    ]
    return pd.DataFrame(rows).astype({"day_low": float, "day_high": float})


def known(event, low, high=None, basis="reported", words=""):
    return event, low, low if high is None else high, basis, words


def unknown(event, words=""):
    return event, None, None, "unknown", words


def tables(entries, responses=(), assessments=(), therapies=(), **case):
    case = {
        "patient_id": "p",
        "alive": "not_reported",
        "on_index": "not_reported",
        "age_low_years": 20.0,
        "age_high_years": 21.0,
        "sex": "female",
        "ph_status": "positive",
        "vod_on_index": "no",
        "vod_after_transplant": "not_reported",
        "sources": "events:e1 follow_up:f1",
        **case,
    }
    empty = {
        "therapies": ["patient_id", "role", "therapy_class", "agents"],
        "assessments": ["assessment_id", "patient_id", "evaluation", "timeline_id"],
        "responses": [
            "patient_id",
            "compartment",
            "evaluation",
            "response",
            "author_term",
            "sources",
        ],
    }
    made = {
        name: pd.DataFrame(rows, columns=empty[name])
        for name, rows in (
            ("therapies", therapies),
            ("assessments", assessments),
            ("responses", responses),
        )
    }
    return {
        "patients": PATIENTS,
        "therapies": made["therapies"],
        "assessments": made["assessments"],
    }, {
        "timeline": entries,
        "responses": made["responses"],
        "cases": pd.DataFrame([case]),
    }


def rows_of(frame, row_type):
    return frame[frame["row_type"] == row_type]
