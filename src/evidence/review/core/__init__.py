"""The project: its files, its derived tables, its figures, what was made from what."""
