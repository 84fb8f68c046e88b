"""Haematology: residual disease, compartments, responses, transplants and their complications."""

from evidence.domains.definitions import Definitions

DEFINITIONS = Definitions(name="haematology")
