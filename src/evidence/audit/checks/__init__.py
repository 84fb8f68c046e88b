"""Checks of the coded tables, one module a family; each returns findings."""
