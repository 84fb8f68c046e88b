"""The decorator that makes a function a check of the audit."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from evidence.audit.core.findings import Frames

Find = Callable[[Frames, Frames], pd.DataFrame]


@dataclass(frozen=True)
class Check:
    """One check: what it says, how grave its findings are as a rule, and the function that finds.

    ``threshold`` names where its limits come from; ``find(coded, derived)`` returns a frame of
    :func:`evidence.audit.core.findings.noted`.
    """

    id: str
    family: str
    severity: str
    says: str
    threshold: str
    find: Find


CHECKS: list[Check] = []  # in the order in which the modules of the checks define them


def check(
    family: str, *, severity: str, says: str, threshold: str = "none"
) -> Callable[[Find], Find]:
    """Make a function a check; its name is the id of the check.

    Parameters
    ----------
    family : the group of checks that it belongs to.
    severity : of its findings, unless a finding names its own: error, warning or note.
    says : what holds where nothing is found.
    threshold : the limits it uses and where they come from.
    """

    def register(find: Find) -> Find:
        CHECKS.append(Check(find.__name__, family, severity, says, threshold, find))
        return find

    return register
