"""Small coded tables for the rules of the audit: only the columns that a rule reads."""

import pandas as pd

DIRECTION = (
    *("direction_id", "claim_id", "direction", "measure", "arm_id", "comparator_arm_id"),
    *("comparator_measure", "agent", "population", "study_term"),
)
PLACE = {"document_id": "report", "patient_id": "patient", "locator": "Case ¶3"}


def rows(*cells: dict[str, object], **same: object) -> pd.DataFrame:
    """A row for each of ``cells``, with the columns that are the ``same`` in all."""
    return pd.DataFrame([{**same, **cell} for cell in cells])


def empty(*columns: str) -> pd.DataFrame:
    """A table without rows."""
    return pd.DataFrame(columns=list(columns), dtype=str)
