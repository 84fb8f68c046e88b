"""Clean coded tables of any size: made to hold no error, so that every finding on them is a false
alarm.

Reports alternate between two shapes; studies are two-arm trials whose percentages, intervals,
ratios and p values are computed from their counts.
"""

import pandas as pd

from bench.planted_errors.clean_patient import patient_rows
from bench.planted_errors.clean_study import study_rows
from evidence.audit.core.findings import Frames

CODED = (
    "documents",
    "citations",
    "citation_contexts",
    "patients",
    "characteristics",
    "therapies",
    "doses",
    "assessments",
    "events",
    "transplants",
    "laboratory",
    "timeline",
    "follow_up",
    "claims",
    "claims_of_significance",
    "claims_of_direction",
    "families",
    "studies",
    "arms",
    "outcomes",
    "effects",
    "overlaps",
    "pool_rows",
    "published_pools",
)


def _like(rows: list[dict], template: pd.DataFrame) -> pd.DataFrame:
    """Rows as a frame with the columns and types of a coded table; what is not given is empty."""
    texts = [name for name in template if pd.api.types.is_string_dtype(template[name])]
    filled = [{**dict.fromkeys(texts, ""), **row} for row in rows]
    return pd.DataFrame(filled, columns=template.columns).astype(template.dtypes.to_dict())


def clean_tables(coded: Frames, reports: int) -> Frames:
    """Coded tables of ``reports`` reports, each of one patient, and as many trials, without an
    error.

    Parameters
    ----------
    coded : coded tables, for their columns and code lists.
    """
    rows: dict[str, list[dict]] = {name: [] for name in CODED}
    for number in range(1, reports + 1):
        for part in (patient_rows(number), study_rows(number)):
            for name, found in part.items():
                rows[name] += found
    made = {name: _like(rows[name], coded[name]) for name in CODED}
    nothing = {name: coded[name].iloc[:0] for name in ("audit_decisions", "reader_findings")}
    return {**coded, **made, **nothing}


def repeated(tables: Frames, times: int) -> Frames:
    """The tables so many times over, with every key made distinct: for measuring speed, not for
    finding.
    """
    return {
        name: pd.concat([_renamed(frame, number) for number in range(times)], ignore_index=True)
        for name, frame in tables.items()
    }


def _renamed(frame: pd.DataFrame, number: int) -> pd.DataFrame:
    columns = [name for name in frame if name.endswith("_id") or name == "trial_identifier"]
    return frame.assign(
        **{name: (f"n{number}" + frame[name]).where(frame[name] != "", "") for name in columns}
    )
