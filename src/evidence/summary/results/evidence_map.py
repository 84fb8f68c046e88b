"""What is reported of each patient, outcome by outcome, and why it is not where it is not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from evidence.coded.settings import Index
from evidence.coded.source_keys import joined_sources, source_keys

Codes = Mapping[str, tuple[str, ...]]
SILENT = ("", "not_reported")
CELLS = ["patient_id", "document_id", "outcome", "state", "rows", "sources"]
STATES = ("reported", "not_assessable", "not_applicable", "not_reported")


@dataclass(frozen=True)
class MapItem:
    """The coded rows that say something on an outcome.

    Attributes
    ----------
    table : a coded table with patients. where, unless : column -> codes that a row has, or has
        not; ``{agent}`` is the code of the index therapy.
    reported : columns of which at least one says something.
    asked_only_if : column of the case table; no patient can have the outcome where it says no.
    answered_by : column of the case table that answers the outcome, yes or no: a "no" has no row of
        its own in ``table``, and is reported all the same.
    not_assessable : column of the case table -> beginnings of the codes for which the outcome is
        reported but cannot be judged.
    """

    table: str
    where: Codes = field(default_factory=dict)
    unless: Codes = field(default_factory=dict)
    reported: tuple[str, ...] = ()
    asked_only_if: str = ""
    answered_by: str = ""
    not_assessable: Codes = field(default_factory=dict)


@dataclass(frozen=True)
class EvidenceMap:
    """The section ``evidence_map`` of review.toml.

    Attributes
    ----------
    groups : heading -> outcomes under it, in order; every outcome that is defined without any.
    items : outcomes of this review only.
    """

    groups: Codes = field(default_factory=dict)
    items: Mapping[str, MapItem] = field(default_factory=dict)


GENERAL_ITEMS = {
    "Dose": MapItem("doses", where={"agent": ("{agent}",)}, reported=("dose_as_reported",)),
    "Adverse events": MapItem(
        "events", where={"phase": ("on_index", "after_index")}, reported=("occurred",)
    ),
    "Length of follow-up": MapItem(
        "follow_up", reported=("length_as_reported", "until_as_reported")
    ),
    "Last status": MapItem("follow_up"),
}


def outcome_rows(coded: Mapping[str, pd.DataFrame], item: MapItem, index: Index) -> pd.DataFrame:
    """The coded rows that say something on an outcome: patient_id, source.

    Parameters
    ----------
    coded : the item's table is used. index : the index therapy, for its code.
    """
    frame = coded[item.table]
    found = pd.Series(True, index=frame.index)
    for codes, wanted in ((item.where, True), (item.unless, False)):
        for column, listed in codes.items():
            names = [code.format(agent=index.agent) for code in listed]
            found &= _texts(frame[column]).isin(names) == wanted
    if item.reported:
        said = [~_texts(frame[column]).isin(SILENT) for column in item.reported]
        found &= pd.concat(said, axis=1).any(axis=1)
    rows = frame[found]
    sources = source_keys(item.table, rows.iloc[:, 0])
    return pd.DataFrame({"patient_id": rows["patient_id"], "source": sources})


def _texts(column: pd.Series) -> pd.Series:
    """Cells as text, empty where missing."""
    return column.astype("string").fillna("")


def evidence_map(
    coded: Mapping[str, pd.DataFrame],
    cases: pd.DataFrame,
    items: Mapping[str, MapItem],
    index: Index,
) -> pd.DataFrame:
    """Patient × outcome: one of four states.

    ``reported``; ``not_assessable``: reported, but not enough to be judged; ``not_applicable``: the
    patient could not have it; ``not_reported``.

    Parameters
    ----------
    coded : the tables of the items are used. cases : one row per patient.
    items : outcome -> the rows that say something on it; ``{index}`` in an outcome is the short
        name of the index therapy.

    Returns
    -------
    patient_id, document_id, outcome, state, rows, sources (the report itself where it is silent:
    that is what was read; the patient's row of cases where that alone answers the outcome or makes
    it not applicable).
    """
    cells = []
    for outcome, item in items.items():
        rows = outcome_rows(coded, item, index)
        for case in cases.to_dict("records"):
            of_patient = rows[rows["patient_id"] == case["patient_id"]]
            state = _state(item, len(of_patient), case)
            silent = (
                f"documents:{case['document_id']}"
                if state == "not_reported"
                else f"cases:{case['patient_id']}"
            )
            sources = joined_sources(of_patient["source"]) or silent
            identity = (case["patient_id"], case["document_id"], outcome.format(index=index.short))
            cells.append((*identity, state, len(of_patient), sources))
    return pd.DataFrame(cells, columns=CELLS)


def _state(item: MapItem, rows: int, case: dict[str, Any]) -> str:
    """What is reported wins over what the case table would exclude."""
    if not rows and case.get(item.answered_by, "") in ("yes", "no"):
        return "reported"
    if not rows:
        return "not_applicable" if case.get(item.asked_only_if) == "no" else "not_reported"
    unclear = any(
        str(case.get(column, "")).startswith(beginnings)
        for column, beginnings in item.not_assessable.items()
    )
    return "not_assessable" if unclear else "reported"


def map_counts(evidence_map: pd.DataFrame) -> pd.DataFrame:
    """Cells of the evidence map by state: item, count, sources (the reports, which were asked); no
    row where there is no cell.
    """
    reports = joined_sources(source_keys("documents", evidence_map["document_id"].unique()))
    counts = {"cells": len(evidence_map)} | {
        state: int((evidence_map["state"] == state).sum()) for state in STATES
    }
    rows = [(item, count, reports) for item, count in counts.items() if len(evidence_map)]
    return pd.DataFrame(rows, columns=["item", "count", "sources"])
