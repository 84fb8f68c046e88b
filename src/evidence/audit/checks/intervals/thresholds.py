"""Thresholds of the checks of intervals, each with its source."""

# Effect measures whose interval is symmetric on the log scale (Cochrane Handbook 6.3.2).
RATIOS = ("hazard_ratio", "odds_ratio", "risk_ratio", "rate_ratio")

# How far a ratio may be from the middle of its interval, as a share of the half-width on the log
# scale and beyond rounding; a threshold of this project. From
# evidence.synthesis.effect_sizes.from_reported.ASYMMETRY on it is an error.
OFF_CENTRE = 0.03

# How far the z of a p value may be from that of its interval, beyond rounding: a log-rank or
# stratified test is not the Wald test of the interval. A threshold of this project.
Z_TOLERANCE = 0.2

# A p value below this is called significant, and an interval at this level (percent) is the usual
# one: conventions of the field.
SIGNIFICANT = 0.05
USUAL_LEVEL_PERCENT = 95.0
