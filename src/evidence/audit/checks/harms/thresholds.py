"""Thresholds of the checks of harms, each with its source.

Which values are mild, moderate or severe is in the code list ``severity_words`` (CTCAE 5.0).
"""

# Grade from which an adverse event is severe (CTCAE 5.0).
SEVERE_GRADE = 3

# Sections that sum a report up; grave harms belong there whatever their grade.
SUMMARIES = r"\b(?:Abstract|Summary|Key Clinical Message)\b"
