"""Every check, family by family."""

import pandas as pd

from evidence.audit.checks import (
    arithmetic,
    chronology,
    citations,
    doses,
    harms,
    intervals,
    overlap,
    responses,
    units,
)
from evidence.audit.core.findings import Check

CHECKS: tuple[Check, ...] = sum(
    (
        module.CHECKS
        for module in (
            arithmetic,
            intervals,
            units,
            doses,
            chronology,
            responses,
            harms,
            citations,
            overlap,
        )
    ),
    (),
)
FAMILIES = tuple(dict.fromkeys(check.family for check in CHECKS))


def checks_table() -> pd.DataFrame:
    """What every check says: id, family, severity, says, threshold.

    >>> checks_table()["id"].is_unique
    True
    """
    return pd.DataFrame(
        [(check.id, check.family, check.severity, check.says, check.threshold) for check in CHECKS],
        columns=["id", "family", "severity", "says", "threshold"],
    )
