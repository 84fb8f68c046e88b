"""Haematology: residual disease, compartments, responses, transplants and their complications."""

from evidence.audit.core.check import checks_in
from evidence.domains.definitions import Definitions
from evidence.domains.haematology.summary.sequence_words import treatment_sequence
from evidence.summary.figure_rows.mrd import mrd_rows

DEFINITIONS = Definitions(
    name="haematology",
    checks=checks_in("evidence.domains.haematology.audit"),
    figure_rows={"mrd_trajectories": mrd_rows, "treatment_sequence": treatment_sequence},
)
