"""Reported dates, day numbers and intervals as days."""
