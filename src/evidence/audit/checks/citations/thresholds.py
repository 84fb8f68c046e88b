"""Thresholds of the checks of citations, each with its source."""

import re

# How grave each verdict on a claim is; a choice of this project.
VERDICT_SEVERITY = {
    "wrong_reference": "error",
    "wrong_denominator": "error",
    "contradicted": "error",
    "holds_in_part": "warning",
    "may_be_chance": "note",
    "other_analysis_set": "warning",
    "time_point_omitted": "note",
}

# Names of protocols: capitals with a number ("AALL15P1", "NCT01564784"), and Interfant.
PROTOCOL = re.compile(r"\b(?:[A-Z]{2,}[A-Z0-9-]*\d+[A-Z0-9]*|[Ii]nterfant-\d+)\b")
