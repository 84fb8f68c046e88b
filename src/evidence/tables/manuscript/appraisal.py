"""Appraisal by item: judgements side by side, then each with its reason. Nothing is summed."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from evidence.coded.labels import labels
from evidence.coded.source_keys import joined_sources, source_keys
from evidence.tables.core.citation_numbers import cite
from evidence.tables.core.labels import Tables
from evidence.tables.core.number_format import NOTHING, as_coded
from evidence.tables.core.table import Column, Row, Table, columns

REASONS = columns(
    ("document", "Report"),
    ("item", "Item"),
    ("applies_to", "Judged"),
    ("judgement", "Judgement"),
    ("reason", "Reason"),
    ("locator", "Where"),
    ("reference", "Ref."),
)
JUDGED = {"report": "Report", "benefit": "Account of benefit", "harms": "Account of harms"}
NOT_SUMMED = "Items are not of equal weight, so judgements are not summed into a score."


def _judged(coded: Tables) -> pd.DataFrame:
    """Judgements with their item's tool and number, tools and items in the order of their lists."""
    items = coded["appraisal_items"].reset_index(names="place")[
        ["code", "label", "tool", "number", "place"]
    ]
    rows = coded["appraisal"].merge(
        items, left_on="item", right_on="code", how="left", validate="many_to_one"
    )
    return rows.assign(
        tool_label=rows["tool"].map(labels(coded, "appraisal_tools")),
        judged=rows["judgement"].map(labels(coded, "appraisal_judgements")).str.capitalize(),
    )


def _short(coded: Tables, derived: Tables) -> dict[str, str]:
    """A short name a document: the label of its patients, or of its study."""
    cases = {row.document_id: row.label.partition(",")[0] for row in derived["cases"].itertuples()}
    return (
        dict(zip(coded["studies"]["document_id"], coded["studies"]["label"], strict=True)) | cases
    )


def appraisal_items(coded: Tables, derived: Tables, *, footnotes: Sequence[str] = ()) -> Table:
    """Items of the tools for case reports as rows, reports as columns.

    Parameters
    ----------
    footnotes : further ones of the review.
    """
    reports = coded["documents"].loc[coded["documents"]["role"] == "report", "document_id"].tolist()
    rows_of, names = _judged(coded), _short(coded, derived)
    rows_of = rows_of[rows_of["document_id"].isin(reports)].sort_values("place", kind="stable")
    rows = [
        Row(
            ("", "Reference", *map(cite, reports)),
            joined_sources(f"documents:{report}" for report in reports),
        )
    ]
    for (_, number, label), same in rows_of.groupby(["place", "number", "label"], sort=False):
        found = dict(zip(same["document_id"], same["judged"], strict=True))
        rows.append(
            Row(
                (number, label, *(found.get(report, NOTHING) for report in reports)),
                joined_sources(source_keys("appraisal", same["appraisal_id"])),
                same["tool_label"].iloc[0],
            )
        )
    headings = (
        Column("number", "No.", "right"),
        Column("item", "Item"),
        *(Column(report, names.get(report, report), "center") for report in reports),
    )
    answers = (
        f"{NOT_SUMMED} Yes, the report does what the item asks; Unclear, in part or with "
        f"contradictions. Murad's items 4 to 6 were asked of harms only."
    )
    return Table(
        "appraisal_items",
        "Appraisal of the case reports by item",
        headings,
        tuple(rows),
        (answers, *footnotes),
    )


def _reason(row: Any, judged: str, names: dict[str, str]) -> Row:
    cells = (
        names.get(row.document_id, row.document_id),
        f"{row.number} {row.label}" if row.number.isdigit() else row.label,
        judged,
        row.judged,
        row.reason,
        as_coded(row.locator),
        cite(row.document_id),
    )
    return Row(cells, f"appraisal:{row.appraisal_id}", row.tool_label)


def appraisal_reasons(coded: Tables, derived: Tables) -> Table:
    """Every judgement with its reason and where it rests, tool by tool."""
    names, measures = _short(coded, derived), labels(coded, "outcome_measures")
    rows = [
        _reason(row, JUDGED.get(row.applies_to) or measures[row.applies_to], names)
        for row in _judged(coded).itertuples()
    ]
    order = list(labels(coded, "appraisal_tools").values())
    rows.sort(key=lambda row: order.index(row.group))
    footnotes = (
        f"{NOT_SUMMED} Reasons are in our own words; ¶, paragraph of the full text.",
        (
            "No information means that the abstracts and records at hand do not tell; it is "
            "not a judgement of the trial."
        ),
    )
    return Table(
        "appraisal_reasons",
        "Appraisal: each judgement with its reason",
        REASONS,
        tuple(rows),
        footnotes,
        landscape=True,
    )
