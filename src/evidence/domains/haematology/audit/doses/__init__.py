"""Doses against a label by body surface: dose by day, total of a cycle, doses and cycles."""
