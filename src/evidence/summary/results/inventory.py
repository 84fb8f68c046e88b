"""What there is: documents, patients, rows, and how each study counts."""

import pandas as pd

from evidence.coded.source_keys import joined_sources, source_keys

COUNTED = {
    "reports": ("documents", "document_id", lambda frame: frame["role"] == "report"),
    "patients": ("patients", "patient_id", None),
    "documents cited": ("citations", "cited_document_id", None),
    "therapies": ("therapies", "therapy_id", None),
    "doses of inotuzumab": (
        "doses",
        "dose_id",
        lambda frame: frame["agent"] == "inotuzumab_ozogamicin",
    ),
    "assessments": ("assessments", "assessment_id", None),
    "events": ("events", "event_id", None),
    "laboratory values": ("laboratory", "laboratory_id", None),
    "timeline entries": ("timeline", "timeline_id", None),
    "statements about other studies": ("claims", "claim_id", None),
    "studies": ("studies", "study_id", None),
    "families of studies": ("families", "family_id", None),
    "results of one arm": ("outcomes", "outcome_id", None),
    "comparisons of two arms": ("effects", "effect_id", None),
}


def inventory(coded: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per kind of thing: item, count (distinct keys), table, sources (the keys counted)."""
    rows = []
    for item, (table, column, counts) in COUNTED.items():
        frame = coded[table] if counts is None else coded[table][counts(coded[table])]
        # What is counted is named by its own key; cited documents by their own rows.
        owner = "documents" if column == "cited_document_id" else table
        keys = frame[column].drop_duplicates()
        rows.append(
            {
                "item": item,
                "count": len(keys),
                "table": table,
                "sources": joined_sources(source_keys(owner, keys)),
            }
        )
    return pd.DataFrame(rows)
