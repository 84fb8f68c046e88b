"""A table with one row per study, from a file or a frame, by the column names of many programs."""

from evidence.synthesis.study_table.effects import (
    effects_from_table,
    effects_of,
)
from evidence.synthesis.study_table.study_table import StudyTable, read_study_table

__all__ = [
    "StudyTable",
    "effects_from_table",
    "effects_of",
    "read_study_table",
]
