"""Thresholds of the checks of harms, each with what it rests on."""

SEVERE_GRADE = 3
PHENOTYPE_ITEM = "immunophenotype"
MARKER = r"\b(CDc?\d+(?:[a-c](?![a-z]))?|TdT|SMIg|HLA-DR)\s*([+-]|dim)?"
