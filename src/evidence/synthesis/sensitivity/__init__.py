"""How far a result depends on one study, one model or one convention."""

from evidence.synthesis.sensitivity.gosh import gosh
from evidence.synthesis.sensitivity.influence import influence
from evidence.synthesis.sensitivity.leave_one_out import cumulative, leave_one_out
from evidence.synthesis.sensitivity.multiverse import multiverse
from evidence.synthesis.sensitivity.software_defaults import convention_ledger

__all__ = [
    "convention_ledger",
    "cumulative",
    "gosh",
    "influence",
    "leave_one_out",
    "multiverse",
]
