"""Papers written by people with the numbers, tables, figures and references of the review."""
