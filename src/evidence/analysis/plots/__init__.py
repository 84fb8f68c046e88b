"""Figures of a fit and of a reader's frame, beyond the forest plot."""
