"""Thresholds of the checks of chronology, each with its source."""

import re

from evidence.harmonise.times.dates import MONTHS

# Days from a status called current to the submission of the report; a threshold of this project.
LONGEST_SILENCE_DAYS = 60

# Words that make a status one of the time of writing.
CURRENT = r"\b(?:current|currently|at present|now|to date)\b"

# Day and month without a year.
DAY_MONTH = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(MONTHS)})\b(?!\s*,?\s*\d{{4}})", re.I)

# Columns that report again the time of the timeline entry of their row.
REPEATED_TIMES = (("assessments", "time_as_reported"), ("events", "onset_as_reported"))
