"""Thresholds of the checks of arithmetic, each with its source."""

# A percentage is compared at its own decimals: rounding hides half a unit of the last.
COUNTS = "the number of decimals reported; half a unit of the last one"

# How far off a percentage may be, in percentage points, for its finding to be a warning: a value
# rounded to whole per cent and reported with a decimal is off by no more. By definition of
# rounding; that it is the lesser fault is a choice of this project.
ROUNDED_TO_WHOLE_POINTS = 0.5

# How far "about" may stretch, in percentage points; a threshold of this project.
ABOUT_POINTS = 2.5
ABOUT = r"\b(?:about|around|approximately|nearly|almost)\b|~"

# GRIM tests a mean of whole numbers where n is below ten to the number of decimals; a percentage
# of patients is a hundred times such a mean (Brown & Heathers 2017,
# doi:10.1177/1948550616673876).
GRIM_DECIMALS = 2
