"""Small coded tables for the rules of the audit: only the columns that a rule reads."""

import pandas as pd

DIRECTION = (
    *("direction_id", "claim_id", "direction", "measure", "arm_id", "comparator_arm_id"),
    *("comparator_measure", "agent", "population", "study_term"),
)
PLACE = {"document_id": "report", "patient_id": "patient", "locator": "Case ¶3"}

USES = {
    "single_value": ["index_cycles"],
    "counted_in_a_series": ["index_cycles"],
    "between_series": ["car_t"],
    "identifies": ["sex", "ph_status", "kmt2a_status", "karyotype"],
    "grave_harm": ["vod_sos"],
    "harms_of": ["on_index", "after_transplant"],
    "named_in_titles": ["index", "blinatumomab"],
}
CHECKED = pd.DataFrame(
    [(use, item, "") for use, items in USES.items() for item in items],
    columns=["use", "item", "words"],
)


def rows(*cells: dict[str, object], **same: object) -> pd.DataFrame:
    """A row for each of ``cells``, with the columns that are the ``same`` in all."""
    return pd.DataFrame([{**same, **cell} for cell in cells])


def empty(*columns: str) -> pd.DataFrame:
    """A table without rows."""
    return pd.DataFrame(columns=list(columns), dtype=str)
