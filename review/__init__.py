"""Functions of this review only: what needs logic and is neither general nor haematology."""

from evidence.domains.definitions import Definitions

DEFINITIONS = Definitions(name="this review")
