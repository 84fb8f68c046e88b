"""Thresholds of the checks of doses, each with what it rests on."""

AMBIGUOUS = r"\bbi-?(?:weekly|monthly)\b"
LABEL = "code lists label_schedule and label_limits"
