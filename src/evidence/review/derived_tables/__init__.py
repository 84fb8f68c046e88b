"""The derived tables of the review, in the order in which the modules are read here."""

from evidence.review.derived_tables import case_tables, audit_tables, trial_tables  # noqa: I001
from evidence.review.derived_tables.registry import DERIVED_TABLES, DerivedTable, make_table

__all__ = [
    "DERIVED_TABLES",
    "DerivedTable",
    "audit_tables",
    "case_tables",
    "make_table",
    "trial_tables",
]
