"""Thresholds of the checks of citations, each with what it rests on."""

import re

PROTOCOL = re.compile(r"\b(?:[A-Z]{2,}[A-Z0-9-]*\d+[A-Z0-9]*|[Ii]nterfant-\d+)\b")
VERDICT_SEVERITY = {
    "wrong_reference": "error",
    "wrong_denominator": "error",
    "contradicted": "error",
    "other_analysis_set": "warning",
    "time_point_omitted": "note",
}
