"""Checks of the coded tables, a folder per family; each returns findings."""
