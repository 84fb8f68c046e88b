"""Functions of this review only: what needs logic and is neither general nor haematology."""

from evidence.domains.definitions import Definitions

from .readme_findings import findings

DEFINITIONS = Definitions(name="this review", readme_blocks={"findings": findings})
