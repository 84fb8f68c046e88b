"""How far a result depends on one study, one model or one convention."""

from evidence.synthesis.sensitivity.gosh import gosh
from evidence.synthesis.sensitivity.influence import blup, influence
from evidence.synthesis.sensitivity.leave_one_out import (
    cumulative,
    leave_one_out,
    leave_one_out_mantel_haenszel,
)
from evidence.synthesis.sensitivity.multiverse import multiverse
from evidence.synthesis.sensitivity.software_defaults import convention_ledger

__all__ = [
    "blup",
    "convention_ledger",
    "cumulative",
    "gosh",
    "influence",
    "leave_one_out",
    "leave_one_out_mantel_haenszel",
    "multiverse",
]
