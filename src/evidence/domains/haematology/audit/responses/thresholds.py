"""Thresholds of the checks of responses, each with its source.

Blasts and MRD of a remission are
:data:`evidence.domains.haematology.harmonise.responses.BLASTS` and ``MRD_LIMIT``
(ELN 2024 for adult ALL, Blood 143(19):1891).
"""

# Highest share of marrow blasts in a partial response (ELN 2024, as above).
HIGHEST_BLASTS_IN_PR = 0.25

# Factor by which MRD rises to be a finding: a step of the logarithmic scale on which it is
# reported. A threshold of this project.
RISE = 10.0

# A remission of the marrow alone, by its own term; ELN 2024 says nothing of it.
OF_MARROW_ALONE = {"morphological_remission", "marrow_cr"}

# Codes of responses and methods that mean the same to a check.
NEGATIVE, POSITIVE = {"mrd_negative", "molecular_remission"}, {"mrd_positive"}
DISEASE = {"disease_present", "no_response", "refractory", "progressive_disease"}
SEEN = {"morphology", "clinical"}  # methods that show blasts, not residual disease
UNNAMED = {"mrd_method_not_stated", "not_stated", "clinical"}
GROWING = {"progressive_disease", "progressive_metabolic_disease", "relapse"}
GIVEN = {"index_start", "index_dose"}  # entries of the timeline

# Share of cells that flow cytometry sees where a report names no sensitivity: the limit of the MRD
# analysis of a trial (doi:10.1016/j.leukres.2019.106283).
FLOW_LIMIT = 1e-4
SINGLE_MARKER = r"CD\d+"  # an antigen assessed by itself

# Classes of therapies that act on leukaemia.
ALSO_ACTIVE = {"steroid", "chemotherapy", "tki", "radiotherapy", "intrathecal"}
