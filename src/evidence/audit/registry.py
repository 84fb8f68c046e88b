"""The checks that every review has, family by family."""

from collections.abc import Iterable

import pandas as pd

from evidence.audit.core.check import Check, checks_in

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


def by_family(checks: Iterable[Check]) -> tuple[Check, ...]:
    """The checks in the order of their families, and of the modules that define them."""
    order = {family: place for place, family in enumerate(FAMILIES)}
    return tuple(sorted(checks, key=lambda check: (order[check.family], check.find.__module__)))


CHECKS = by_family(checks_in("evidence.audit.checks").values())


def checks_table(checks: Iterable[Check] = CHECKS) -> pd.DataFrame:
    """Return what every check says: id, family, severity, says, threshold.

    >>> checks_table()["id"].is_unique
    True
    """
    return pd.DataFrame(
        [(check.id, check.family, check.severity, check.says, check.threshold) for check in checks],
        columns=["id", "family", "severity", "says", "threshold"],
    )
