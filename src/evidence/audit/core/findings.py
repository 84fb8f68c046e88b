"""A finding: something reported that does not agree with something else reported, or with what is
possible.

Checks return frames made by :func:`noted`; nothing is judged in the coded tables themselves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from string import Formatter
from typing import TypeAlias

import numpy as np
import pandas as pd

SEVERITIES = ("error", "warning", "note")
Frames = Mapping[str, pd.DataFrame]
Texts: TypeAlias = str | Sequence[str] | np.ndarray | pd.Series  # one for all findings, or one each
# The column that names a row of each table that every review has; a finding must be traceable to a
# row. A domain names the columns of its tables.
KEYS = {
    "assessments": "assessment_id",
    "characteristics": "characteristic_id",
    "citation_contexts": "context_id",
    "citations": "citation_id",
    "claims": "claim_id",
    "claims_of_direction": "direction_id",
    "documents": "document_id",
    "doses": "dose_id",
    "effects": "effect_id",
    "events": "event_id",
    "follow_up": "follow_up_id",
    "laboratory": "laboratory_id",
    "outcomes": "outcome_id",
    "patients": "patient_id",
    "pool_rows": "pool_row_id",
    "published_pools": "published_pool_id",
    "studies": "study_id",
    "therapies": "therapy_id",
    "timeline": "timeline_id",
}


@dataclass(frozen=True)
class Finding:
    """One finding, with the decision that a reviewer coded for it (open where there is none).

    ``finding_id`` is check, table, row key and column, so it stays the same from build to build.
    """

    finding_id: str
    check: str
    family: str
    severity: str
    table: str
    row_key: str
    column: str
    document_id: str
    locator: str
    reported: str
    expected: str
    how: str
    likely_intended: str
    sources: str
    decision: str = "open"
    reason: str = ""


COLUMNS = [field.name for field in fields(Finding)]
NONE = pd.DataFrame(
    columns=[
        "table",
        "row_key",
        "column",
        "document_id",
        "locator",
        "reported",
        "expected",
        "how",
        "likely_intended",
        "severity",
        "sources",
    ]
)


def short_text(value: object) -> str:
    """A number as short text, without a superfluous decimal.

    >>> short_text(3.0), short_text(2.3456789), short_text("x")
    ('3', '2.346', 'x')
    """
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def looked_up(keys: pd.Series, values: pd.Series) -> pd.Series:
    """The text that belongs to each key, empty where there is none.

    >>> looked_up(pd.Series(["a", "b"]), pd.Series({"a": "x"})).tolist()
    ['x', '']
    """
    found = keys.map(values).astype(object)
    return found.where(found.notna(), "").astype("str")


def shown(values: pd.Series, pattern: str) -> pd.Series:
    """Each value in a text, as text even where there is none.

    >>> shown(pd.Series([2.0]), "{:.1f}%").tolist()
    ['2.0%']
    """
    return pd.Series([pattern.format(value) for value in values], values.index, dtype=object)


def noted(
    table: str,
    rows: pd.DataFrame,
    column: str,
    *,
    expected: Texts,
    how: Texts,
    reported: Texts | None = None,
    likely_intended: Texts = "",
    sources: Texts | None = None,
    severity: Texts = "",
    key: str = "",
) -> pd.DataFrame:
    """Findings on rows of a table, one each.

    Parameters
    ----------
    table : name of the coded table. rows : its rows in question, with key, document_id and locator.
    column : the column in question.
    reported, expected, how, likely_intended, severity : a text for all rows, in which a column's
        name in braces stands for its value, or one text per row; ``reported`` is the column in
        question unless given.
    sources : ``table:key`` of every coded row used, in the same way; the row itself unless given.
    key : the column that names a row, of a table that is not in :data:`KEYS`.

    >>> rows = pd.DataFrame(
    ...     {"dose_id": ["a.d1"], "document_id": ["a"], "locator": ["Case ¶3"], "dose": [1200]}
    ... )
    >>> found = noted("doses", rows, "dose", reported="{dose} Gy", expected="at most 60 Gy", how="")
    >>> found[["reported", "sources"]].iloc[0].tolist()
    ['1200 Gy', 'doses:a.d1']
    """
    if rows.empty:
        return NONE
    keys = rows[key or KEYS[table]].astype(str)
    texts = {
        "reported": rows[column] if reported is None else reported,
        "expected": expected,
        "how": how,
        "likely_intended": likely_intended,
        "severity": severity,
        "sources": f"{table}:" + keys if sources is None else sources,
    }
    return pd.DataFrame(
        {
            "table": table,
            "row_key": keys,
            "column": column,
            "document_id": rows["document_id"],
            "locator": rows["locator"],
            **{name: _filled(text, rows) for name, text in texts.items()},
        },
        index=rows.index,
    )


def _filled(text: Texts, rows: pd.DataFrame) -> Texts:
    """The text with the values of each row in the place of the columns it names in braces."""
    if not isinstance(text, str) or "{" not in text:
        return text
    names = [name for _, name, _, _ in Formatter().parse(text) if name]
    values = zip(*(rows[name].astype(str) for name in names), strict=True)
    filled = [text.format(**dict(zip(names, row, strict=True))) for row in values]
    return pd.Series(filled, rows.index, dtype="str")


def with_documents(coded: Frames, table: str) -> pd.DataFrame:
    """Rows of ``outcomes``, ``effects`` or ``pool_rows`` with the document of their study."""
    documents = coded["studies"].set_index("study_id")["document_id"]
    rows = coded[table]
    return rows.assign(
        document_id=looked_up(rows["study_id"], documents),
        **({} if "locator" in rows else {"locator": ""}),
    )


def _distinct(values: pd.Series) -> str:
    """Distinct values in order, as text."""
    return "; ".join(dict.fromkeys(map(short_text, values)))


def disagreeing(rows: pd.DataFrame, keys: list[str], value: str, key: str) -> pd.DataFrame:
    """First row of every group in which ``value`` differs.

    Returns
    -------
    the first row of each such group, with ``values`` (the distinct ones, in order) and ``members``
    (keys of its rows, separated by spaces).

    >>> rows = pd.DataFrame({"g": ["a", "a", "b"], "v": ["1", "2", "1"], "k": ["x", "y", "z"]})
    >>> disagreeing(rows, ["g"], "v", "k")[["values", "members"]].iloc[0].tolist()
    ['1; 2', 'x y']
    """
    differs = rows[rows.groupby(keys, sort=False)[value].transform("nunique") > 1]
    groups = differs.groupby(keys, sort=False)
    values = groups[value].agg(_distinct).rename("values")
    members = groups[key].agg(" ".join).rename("members")
    return (
        differs.drop_duplicates(keys)
        .merge(values, on=keys, validate="one_to_one")
        .merge(members, on=keys, validate="one_to_one")
    )


def sources_of(table: str, members: pd.Series) -> pd.Series:
    """Sources from keys separated by spaces."""
    return members.str.replace(r"(\S+)", rf"{table}:\1", regex=True)
