"""The derived tables of every review, in the order in which the modules are read here."""

from evidence.review.derived_tables import case_tables, audit_tables, trial_tables  # noqa: I001

__all__ = ["audit_tables", "case_tables", "trial_tables"]
