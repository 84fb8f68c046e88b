"""Every check, family by family: importing a module of checks registers what it defines."""

import importlib
import pkgutil

import pandas as pd

from evidence.audit import checks
from evidence.audit.core.check import CHECKS as DEFINED
from evidence.audit.core.check import Check

FAMILIES = (
    "arithmetic",
    "intervals",
    "units",
    "doses",
    "chronology",
    "responses",
    "citations",
    "overlap",
)

for _module in pkgutil.walk_packages(checks.__path__, f"{checks.__name__}."):
    importlib.import_module(_module.name)

CHECKS: tuple[Check, ...] = tuple(
    sorted(DEFINED, key=lambda check: (FAMILIES.index(check.family), check.find.__module__))
)


def checks_table() -> pd.DataFrame:
    """Return what every check says: id, family, severity, says, threshold.

    >>> checks_table()["id"].is_unique
    True
    """
    return pd.DataFrame(
        [(check.id, check.family, check.severity, check.says, check.threshold) for check in CHECKS],
        columns=["id", "family", "severity", "says", "threshold"],
    )
