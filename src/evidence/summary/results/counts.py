"""Small counts that sentences are made of, each with the rows it counts."""

import pandas as pd

from evidence.coded.source_keys import joined_sources, source_keys
from evidence.synthesis.proportions.count_reported import count_reported


def dose_marks(doses: pd.DataFrame) -> pd.DataFrame:
    """How many printed doses are marked, and why: one row with a column a mark."""
    marks = ["impossible", "off_schedule", "absolute_dose"]
    marked = doses[doses["standing"].isin(marks)]
    counts = {mark: int((marked["standing"] == mark).sum()) for mark in marks}
    return pd.DataFrame(
        [{"count": len(marked), **counts, "sources": joined_sources(marked["sources"])}]
    )


def map_counts(evidence_map: pd.DataFrame) -> pd.DataFrame:
    """Cells of the evidence map, and those where the report is silent; what was asked are the
    reports.
    """
    silent = evidence_map[evidence_map["patients"] == 0]
    asked = joined_sources(source_keys("documents", evidence_map["document_id"]))
    return pd.DataFrame(
        [
            {"item": "cells", "count": len(evidence_map), "sources": asked},
            {"item": "silent cells", "count": len(silent), "sources": asked},
        ]
    )


def _last(responses: pd.DataFrame, compartment: str) -> pd.DataFrame:
    rows = responses[
        (responses["compartment"] == compartment) & (responses["response"] != "not_reported")
    ]
    return rows.sort_values("evaluation", kind="stable").drop_duplicates("patient_id", keep="last")


def response_counts(responses: pd.DataFrame) -> pd.DataFrame:
    """Patients by what their responses allow to say: item, yes, reported, not_reported, low, high,
    level, sources.
    """
    marrow = responses[responses["compartment"] == "marrow"].drop_duplicates("patient_id")
    mrd = _last(responses, "mrd")
    extramedullary = _last(responses, "extramedullary")
    items = {
        "Marrow evaluable at baseline": (marrow, marrow["evaluable_at_baseline"]),
        "Complete MRD response at last evaluation": (
            mrd,
            (mrd["response"] == "complete_response").map({True: "yes", False: "no"}),
        ),
        "Extramedullary disease cleared at last evaluation": (
            extramedullary,
            extramedullary["response"]
            .isin(["complete_metabolic_response", "resolved", "normal"])
            .map({True: "yes", False: "no"}),
        ),
    }
    return pd.DataFrame(
        [
            {"item": item, **count_reported(states), "sources": joined_sources(rows["sources"])}
            for item, (rows, states) in items.items()
        ]
    )
