"""Thresholds of the checks of responses, each with what it rests on."""

HIGHEST_BLASTS_IN_PR = 0.25
RISE = 10.0  # one step of the logarithmic scale on which MRD is read; a threshold of this project
NEGATIVE, POSITIVE = {"mrd_negative", "molecular_remission"}, {"mrd_positive"}
UNNAMED = {"mrd_method_not_stated", "not_stated", "clinical"}
GROWING = {"progressive_disease", "progressive_metabolic_disease", "relapse"}
