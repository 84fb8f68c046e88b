"""Thresholds of the checks of units, each with what it rests on."""

SLIPS = {
    1e-3: "a thousands separator or a factor of 1000",
    1e3: "a thousands separator or a factor of 1000",
    1e-1: "g/L for g/dL",
    1e1: "g/dL for g/L",
    1e-2: "percent for a fraction",
    1e2: "a fraction for percent",
    1e-6: "per litre for per microlitre",
}
BILIRUBIN_SLIPS = {17.1: "mg/dL for umol/L", 1 / 17.1: "umol/L for mg/dL"}
BODY_SURFACE_M2 = (0.2, 3.0)  # infant to very large adult; a threshold of this project
GROUPED_BY_DOT = r"^\d{1,3}(?:\.\d{3})+(?!\d)"
LARGEST_OVER_LIMIT = 2.0  # from here on a dose over its limit is an error, not a warning
OLDEST_YEARS = 110
PROJECT = "a threshold of this project"
