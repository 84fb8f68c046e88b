"""The checks against two independent readers: what did each find that the other did not?

A finding and a reader's point are the same when they are of the same document and either the point
names that check and a paragraph is shared (or one of them is about the whole text), or a paragraph
and a reported number are shared.
"""

import re
from collections.abc import Iterable

import pandas as pd

from evidence.audit.core.check import Check
from evidence.audit.core.findings import Frames

PARAGRAPH, NUMBER = re.compile(r"¶(\d+)"), re.compile(r"\d+(?:[.,]\d+)+|\d{2,}")


def _exploded(rows: pd.DataFrame, column: str, pattern: re.Pattern, name: str) -> pd.DataFrame:
    return rows.assign(**{name: rows[column].map(pattern.findall)}).explode(name)


def _shared(findings: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """Pairs on the same document that share a paragraph."""
    of_checks, of_readers = (
        _exploded(rows, "locator", PARAGRAPH, "paragraph").dropna(subset="paragraph")
        for rows in (findings, points)
    )
    pairs = of_checks.merge(
        of_readers,
        on=["document_id", "paragraph"],
        suffixes=("", "_point"),
        validate="many_to_many",
    )
    return pairs.drop_duplicates(["finding_id", "reader_finding_id"])


def matches(findings: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """Pairs of a finding and a reader's point that are the same.

    Parameters
    ----------
    findings : of :func:`evidence.audit.run_audit.audit`. points : coded ``reader_findings``.

    Returns
    -------
    reader_finding_id, finding_id, check, family.
    """
    columns = ["finding_id", "check", "family", "document_id", "locator", "reported"]
    points = points.rename(columns={"as_reported": "reported"})[
        ["reader_finding_id", "document_id", "locator", "reported", "check"]
    ]
    pairs = _shared(findings[columns], points)
    shares_number = [
        bool(set(NUMBER.findall(first)) & set(NUMBER.findall(second)))
        for first, second in zip(pairs["reported"], pairs["reported_point"], strict=True)
    ]
    same = pairs[
        (pairs["check"] == pairs["check_point"]) | pd.Series(shares_number, pairs.index, dtype=bool)
    ]
    whole = findings[columns].merge(
        points, on=["document_id", "check"], suffixes=("", "_point"), validate="many_to_many"
    )
    whole = whole[(whole["locator"] == "whole text") | ~whole["locator_point"].str.contains("¶")]
    matched = ["reader_finding_id", "finding_id", "check", "family"]
    return pd.concat([same[matched], whole[matched]], ignore_index=True).drop_duplicates(
        ignore_index=True
    )


def _rates(points: pd.DataFrame, by: str) -> pd.DataFrame:
    groups = (
        points.groupby(by, sort=False)["matched"]
        .agg(points="size", found_by_checks="sum")
        .reset_index(names="group")
    )
    return groups.assign(
        by=by, recall_percent=(100 * groups["found_by_checks"] / groups["points"]).round(1)
    )


def recall(findings: pd.DataFrame, points: pd.DataFrame, checks: Iterable[Check]) -> pd.DataFrame:
    """Which of the readers' points the checks find.

    Parameters
    ----------
    findings : of the audit. points : those of the readers. checks : those that were made.

    Returns
    -------
    by (all, severity, found_by, checkable, document_id, family, kind), group, points,
    found_by_checks, recall_percent.
    Points that no check could find have no family, points not looked for as such no kind.
    """
    families = {check.id: check.family for check in checks}
    found = points["reader_finding_id"].isin(matches(findings, points)["reader_finding_id"])
    grouped = points.assign(
        matched=found,
        all="all",
        family=points["check"].map(families).fillna("none"),
        kind=points["kind"].replace("", "none"),
    )
    table = pd.concat(
        [
            _rates(grouped, by)
            for by in (
                *("all", "severity", "found_by", "checkable", "document_id", "family", "kind"),
            )
        ],
        ignore_index=True,
    )
    return table[["by", "group", "points", "found_by_checks", "recall_percent"]]


def precision(coded: Frames, findings: pd.DataFrame) -> pd.DataFrame:
    """How many findings on the reports a reviewer confirmed after reading the text again, and how
    many a reader found too, by family.

    Returns
    -------
    family, findings, confirmed, explained, rejected, open, precision_percent (of those decided),
    also_by_readers.
    """
    reports = set(coded["documents"].loc[coded["documents"]["role"] == "report", "document_id"])
    rows = findings[findings["document_id"].isin(reports)]
    also = rows["finding_id"].isin(matches(rows, coded["reader_findings"])["finding_id"])
    decided = pd.get_dummies(
        pd.Categorical(rows["decision"], ["confirmed", "explained", "rejected", "open"])
    ).set_axis(rows.index)
    table = (
        decided.astype(int)
        .assign(family=rows["family"], findings=1, also_by_readers=also.astype(int))
        .groupby("family", sort=False)
        .sum()
        .reset_index()
    )
    total = table.drop(columns="family").sum().to_frame().T.assign(family="all")
    table = pd.concat([table, total.iloc[: len(table)]], ignore_index=True)  # no row of 0 of 0
    share = (100 * table["confirmed"] / (table["findings"] - table["open"])).round(1)
    return table.assign(precision_percent=share)[
        [
            "family",
            "findings",
            "confirmed",
            "explained",
            "rejected",
            "open",
            "precision_percent",
            "also_by_readers",
        ]
    ]
