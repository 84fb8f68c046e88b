"""Thresholds of the checks of intervals, each with what it rests on."""

RATIOS = ("hazard_ratio", "odds_ratio", "risk_ratio", "rate_ratio")
OFF_CENTRE = 0.03  # of the half-width, beyond rounding; a threshold of this project
# a log-rank or stratified test is not the Wald test of the interval; a threshold of this project
Z_TOLERANCE = 0.2
SIGNIFICANT = 0.05
