"""Residual disease and blasts that the rules cannot read as a share of cells."""

from evidence.coded.dictionary import Table
from evidence.coded.problems import Problem
from evidence.harmonise.check_readable import (
    Frames,
    ScaleCheck,
    promises_value,
    row_problems,
    where_text,
)
from evidence.harmonise.quantities import convert
from evidence.harmonise.readers import BEGINS_WITH_VALUE, Reader, unreadable

MARROW_METHODS = ["morphology", "clinical", "flow_cytometry"]
SHARE = Reader(
    BEGINS_WITH_VALUE,
    lambda text: convert(text, "") is not None,
    "a share of cells or a ratio, e.g. 0.005%, 5 × 10^-5 or 0.03 copies",
)


def share_problems(frames: Frames, tables: dict[str, Table]) -> list[Problem]:
    """Residual disease and blasts of the marrow that are no share of cells."""
    frame, table = frames["assessments"], tables["assessments"]
    mrd = frame["is_mrd"] == "yes"
    counted = frame["method"].isin(MARROW_METHODS) & (frame["compartment"] == "marrow")
    unread = {
        name: where_text(frame[name], lambda text: unreadable(text, SHARE))
        for name in ("result_as_reported", "sensitivity_as_reported")
    }
    # The comparator says that there is a value.
    valued = mrd & frame["comparator"].isin(["equal", "below", "above"])
    words = valued & ~where_text(frame["result_as_reported"], promises_value)
    result = (mrd | counted) & unread["result_as_reported"] | words
    return row_problems(frame, table, "result_as_reported", result, SHARE.allowed) + row_problems(
        frame,
        table,
        "sensitivity_as_reported",
        mrd & unread["sensitivity_as_reported"],
        SHARE.allowed,
    )


SCALES = {"share_of_cells": ScaleCheck(("assessments",), share_problems)}
