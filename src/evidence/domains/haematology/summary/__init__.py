"""Counts, rates, rows of figures and words of them that belong to haematology."""
