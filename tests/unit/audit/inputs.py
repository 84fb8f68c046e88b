"""The derived tables that a check reads, each made when a check first asks for it."""

from bench.planted_errors.sensitivity import INPUTS
from evidence.audit.checks.intervals.proportions import outcome_intervals
from evidence.audit.core.findings import Frames

MAKERS = INPUTS | {"outcome_intervals": outcome_intervals}


class Inputs(dict):
    """Derived tables of coded ones, by name."""

    def __init__(self, coded: Frames) -> None:
        super().__init__()
        self.coded = coded

    def __missing__(self, name):
        self[name] = MAKERS[name](self.coded)
        return self[name]
