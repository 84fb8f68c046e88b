"""The decorator that makes a function a check of the audit."""

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

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


_DEFINED: list[Check] = []  # in the order in which modules define them


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
        _DEFINED.append(Check(find.__name__, family, severity, says, threshold, find))
        return find

    return register


def checks_in(package: str) -> dict[str, Check]:
    """Checks by id, of those that the modules of a package define; all of them are imported.

    Parameters
    ----------
    package : full name of a package.

    >>> "events_within_n" in checks_in("evidence.audit.checks.arithmetic")
    True
    """
    for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
        import_module(module.name)
    return {
        check.id: check for check in _DEFINED if check.find.__module__.startswith(f"{package}.")
    }
