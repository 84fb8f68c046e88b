"""Thresholds of the checks of units, each with its source.

Ranges of laboratory values and highest doses are in the code lists ``analytes`` and
``dose_limits``, with their sources.
"""

PROJECT = "a threshold of this project"

# Factor by which a value is off -> the slip that explains it.
SLIPS = {
    1e-3: "a thousands separator or a factor of 1000",
    1e3: "a thousands separator or a factor of 1000",
    1e-1: "g/L for g/dL",
    1e1: "g/dL for g/L",
    1e-2: "percent for a fraction",
    1e2: "a fraction for percent",
    1e-6: "per litre for per microlitre",
}
# 1 mg/dL of bilirubin is 17.1 umol/L: its molar mass is 584.66 g/mol.
BILIRUBIN_UMOL_PER_L = 17.1
BILIRUBIN_SLIPS = {
    BILIRUBIN_UMOL_PER_L: "mg/dL for umol/L",
    1 / BILIRUBIN_UMOL_PER_L: "umol/L for mg/dL",
}
GROUPED_BY_DOT = r"^\d{1,3}(?:\.\d{3})+(?!\d)"

# A dose above its limit by this factor is a finding (less is rounding to vials), by the second
# an error and not a warning; thresholds of this project.
OVER_LIMIT = 1.1
FAR_OVER_LIMIT = 2.0

# Years; a threshold of this project.
OLDEST_YEARS = 110
