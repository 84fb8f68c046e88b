"""Doses against each other, against the plan, and against the cycles reported."""
