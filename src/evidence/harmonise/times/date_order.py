"""Dates of three numbers whose order only the review or the report can state.

``1/5/2021`` is read where review.toml says which number is the month::

    [dates]
    order = "day_month"  # of every report
    [dates.reports]
    report_2021 = "month_day"  # of one report, by its document_id

The date is then added in square brackets behind the digits that are reported, as an editor adds
what a quotation leaves open.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from evidence.coded.dictionary import Table
from evidence.coded.problems import Problem
from evidence.harmonise.times.dates import MONTHS, NUMERIC

FILE, SECTION = "review.toml", "dates"
ORDERS = ("day_month", "month_day")
Frames = Mapping[str, pd.DataFrame]
NAMES = {number: name.capitalize() for name, number in MONTHS.items()}


def order_problems(section: Mapping[str, Any], documents: pd.DataFrame) -> list[Problem]:
    """What is wrong with the section [dates] of review.toml.

    Parameters
    ----------
    section : as read. documents : the coded table.
    """
    return list(_problems(section, set(documents["document_id"])))


def _problems(section: Mapping[str, Any], documents: set[str]) -> Iterator[Problem]:
    for name in section:
        if name not in ("order", "reports"):
            yield Problem(FILE, f"{SECTION}.{name}", "", "no such entry", "order, reports")
    reports = section.get("reports", {})
    stated = {"order": section["order"]} if "order" in section else {}
    for name, order in (stated | {f"reports.{name}": reports[name] for name in reports}).items():
        if order not in ORDERS:
            yield Problem(FILE, f"{SECTION}.{name}", "", str(order), " or ".join(ORDERS))
    for name in reports:
        if name not in documents:
            allowed = "a document_id of documents.csv"
            yield Problem(FILE, f"{SECTION}.reports", "", name, allowed)


def with_stated_order(
    frames: Frames, tables: Mapping[str, Table], section: Mapping[str, Any]
) -> dict[str, pd.DataFrame]:
    """Return the tables with the date in words behind each date of numbers whose order is stated.

    Parameters
    ----------
    frames : coded tables as text. tables : the dictionary. section : [dates] of review.toml.
    """
    if not section:
        return dict(frames)
    return {name: _in_order(frame, tables[name], section) for name, frame in frames.items()}


def _in_order(frame: pd.DataFrame, table: Table, section: Mapping[str, Any]) -> pd.DataFrame:
    columns = [
        field.name
        for field in table.fields
        if field.reads_as == "time" or field.name == "as_reported"
    ]
    if "document_id" not in frame or not columns:
        return frame
    reports = section.get("reports", {})
    orders = [reports.get(name, section.get("order", "")) for name in frame["document_id"]]
    return frame.assign(
        **{
            name: [
                with_date_in_words(text, order)
                for text, order in zip(frame[name], orders, strict=True)
            ]
            for name in columns
        }
    )


def with_date_in_words(text: str, order: str) -> str:
    """The text with the day that its numbers mean in this order.

    >>> with_date_in_words("on 1/5/2021", "day_month")
    'on 1/5/2021 [1 May 2021]'
    >>> with_date_in_words("on 1/5/2021", "month_day")
    'on 1/5/2021 [5 January 2021]'
    >>> with_date_in_words("on 1/5/2021", "")
    'on 1/5/2021'
    """
    return NUMERIC.sub(lambda found: _in_words(found, order), text) if order else text


def _in_words(found: re.Match[str], order: str) -> str:
    first, second = int(found[1]), int(found[3])
    day, month = (first, second) if order == "day_month" else (second, first)
    return f"{found[0]} [{day} {NAMES[month]} {found[4]}]" if month in NAMES else found[0]
