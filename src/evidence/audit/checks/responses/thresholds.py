"""Thresholds of the checks of responses, each with its source.

Blasts and MRD of a remission are :data:`evidence.harmonise.responses.BLASTS` and ``MRD_LIMIT``
(ELN 2024 for adult ALL, Blood 143(19):1891).
"""

# Highest share of marrow blasts in a partial response (ELN 2024, as above).
HIGHEST_BLASTS_IN_PR = 0.25

# Factor by which MRD rises to be a finding: a step of the logarithmic scale on which it is
# reported. A threshold of this project.
RISE = 10.0

# Codes of responses and methods that mean the same to a check.
NEGATIVE, POSITIVE = {"mrd_negative", "molecular_remission"}, {"mrd_positive"}
DISEASE = {"disease_present", "no_response", "refractory", "progressive_disease"}
SEEN = {"morphology", "clinical"}  # methods that show blasts, not residual disease
UNNAMED = {"mrd_method_not_stated", "not_stated", "clinical"}
GROWING = {"progressive_disease", "progressive_metabolic_disease", "relapse"}
