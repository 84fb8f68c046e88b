"""Coded values looked up in the full texts of the reports."""
