"""What there is: documents, patients, rows, and how each study counts."""

from collections.abc import Mapping

import pandas as pd

from evidence.coded.settings import Index
from evidence.coded.source_keys import joined_sources, source_keys

# item -> table, column of the keys, and column -> code of the rows that are counted
COUNTED: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "reports": ("documents", "document_id", {"role": "report"}),
    "patients": ("patients", "patient_id", {}),
    "documents cited": ("citations", "cited_document_id", {}),
    "therapies": ("therapies", "therapy_id", {}),
    "doses of {index}": ("doses", "dose_id", {"agent": "{agent}"}),
    "assessments": ("assessments", "assessment_id", {}),
    "events": ("events", "event_id", {}),
    "laboratory values": ("laboratory", "laboratory_id", {}),
    "timeline entries": ("timeline", "timeline_id", {}),
    "statements about other studies": ("claims", "claim_id", {}),
    "studies": ("studies", "study_id", {}),
    "families of studies": ("families", "family_id", {}),
    "results of one arm": ("outcomes", "outcome_id", {}),
    "comparisons of two arms": ("effects", "effect_id", {}),
}


def inventory(coded: Mapping[str, pd.DataFrame], index: Index) -> pd.DataFrame:
    """One row per kind of thing of which there is any: item, count (distinct keys), table, sources
    (the keys counted).

    Parameters
    ----------
    coded : the tables of COUNTED are used. index : the index therapy, whose doses are counted.
    """
    rows = []
    for item, (table, column, codes) in COUNTED.items():
        frame = coded[table]
        for name, code in codes.items():
            frame = frame[frame[name] == code.format(agent=index.agent)]
        # What is counted is named by its own key; cited documents by their own rows.
        owner = "documents" if column == "cited_document_id" else table
        keys = frame[column].drop_duplicates()
        sources = joined_sources(source_keys(owner, keys))
        rows.append((item.format(index=index.short), len(keys), table, sources))
    found = pd.DataFrame(rows, columns=["item", "count", "table", "sources"])
    return found[found["count"] > 0].reset_index(drop=True)
