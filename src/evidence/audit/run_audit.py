"""The whole audit: every check on every table, with the decisions that reviewers coded."""

from collections.abc import Iterable

import pandas as pd

from evidence.audit.checks.intervals.proportions import outcome_intervals
from evidence.audit.core.check import Check
from evidence.audit.core.findings import COLUMNS, SEVERITIES, Frames
from evidence.audit.registry import FAMILIES

DERIVED = ("timeline", "doses", "laboratory", "claim_verdicts")  # what the checks read


def _found(check: Check, coded: Frames, derived: Frames) -> pd.DataFrame:
    frame = check.find(coded, derived)
    if frame.empty:
        return frame
    severity = frame["severity"].where(frame["severity"] != "", check.severity)
    identity = f"{check.id}:" + frame["table"] + ":" + frame["row_key"] + ":" + frame["column"]
    return frame.assign(finding_id=identity, check=check.id, family=check.family, severity=severity)


def find_all(coded: Frames, derived: Frames, checks: Iterable[Check]) -> pd.DataFrame:
    """Findings of every check, without decisions.

    Parameters
    ----------
    coded : the coded tables. derived : at least those of :data:`DERIVED`. checks : those to make.

    Raises
    ------
    ValueError : a check found the same cell twice, so that its id would not be unique.
    """
    derived = {name: derived[name] for name in DERIVED} | {
        "outcome_intervals": outcome_intervals(coded)
    }
    parts = [found for check in checks if len(found := _found(check, coded, derived))]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)
    duplicated = frame.loc[frame["finding_id"].duplicated(), "finding_id"]
    if len(duplicated):
        raise ValueError(f"found twice: {', '.join(duplicated)}")
    return frame


def audit(coded: Frames, derived: Frames, checks: Iterable[Check]) -> pd.DataFrame:
    """Every finding on the coded tables.

    Parameters
    ----------
    coded : the coded tables, with ``audit_decisions``. derived : at least those of :data:`DERIVED`.
    checks : those to make.

    Returns
    -------
    a row per finding, the columns of :class:`evidence.audit.core.findings.Finding`; errors first,
    then by
    family, document and row. ``decision`` is open where nobody has decided.
    """
    decisions = coded["audit_decisions"][["finding_id", "decision", "reason"]]
    frame = (
        find_all(coded, derived, checks)
        .drop(columns=["decision", "reason"], errors="ignore")
        .merge(decisions, on="finding_id", how="left", validate="one_to_one")
    )
    frame = frame.fillna({"decision": "open", "reason": ""})
    order = frame.assign(
        first=frame["severity"].map(SEVERITIES.index), second=frame["family"].map(FAMILIES.index)
    )
    return order.sort_values(["first", "second", "document_id", "finding_id"], kind="stable")[
        COLUMNS
    ].reset_index(drop=True)


def decisions_without_finding(coded: Frames, findings: pd.DataFrame) -> pd.DataFrame:
    """Decisions on findings that are no more: the text was recoded, or a check was mended."""
    decisions = coded["audit_decisions"]
    return decisions[~decisions["finding_id"].isin(findings["finding_id"])].reset_index(drop=True)
