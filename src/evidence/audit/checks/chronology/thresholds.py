"""Thresholds of the checks of chronology, each with what it rests on."""

import re

from evidence.harmonise.dates import MONTHS

LONGEST_SILENCE_DAYS = 60  # from a "current" status to submission; a threshold of this project
CURRENT = r"\b(?:current|currently|at present|now|to date)\b"
DAY_MONTH = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(MONTHS)})\b(?!\s*,?\s*\d{{4}})", re.I)
REPEATED_TIMES = (("assessments", "time_as_printed"), ("events", "onset_as_printed"))
