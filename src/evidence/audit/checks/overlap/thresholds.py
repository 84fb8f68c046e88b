"""Thresholds of the checks of overlap, each with its source.

That sex, genetics, age and therapies identify a patient is carried over from the traits by which
the Cochrane Handbook 5.1 (7.2.2) recognises reports of the same study.
"""

# How many of the traits of code list ``checked_codes`` must be reported, and how many lines of
# therapy, for two patients to be compared: with fewer many patients agree by chance. Thresholds of
# this project.
FEWEST_TRAITS = 2
FEWEST_LINES = 2

# Years by which the ages of a patient in two reports may differ: age is reported in completed
# years, at diagnosis or at treatment. A threshold of this project.
AGE_BAND_YEARS = 1.0

# Authors that a case report and a series have in common; a threshold of this project.
SHARED_AUTHORS = 2
