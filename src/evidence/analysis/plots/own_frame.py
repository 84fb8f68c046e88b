"""Figures drawn from a reader's frame, with the frame's own names of columns."""

from __future__ import annotations

from typing import Any

import pandas as pd

from evidence.analysis.arguments import named_arguments
from evidence.analysis.figure import EvidenceFigure, drawn
from evidence.figures.canvas.check_frame import FrameError


@named_arguments
def traffic_light(
    frame: pd.DataFrame,
    *,
    study: str = "study",
    item: str = "item",
    judgement: str = "judgement",
    instrument: str = "generic",
    title: str = "",
    **style: Any,
) -> EvidenceFigure:
    """Return the lights of a risk-of-bias appraisal, one row per judgement of the frame.

    ``study``, ``item`` and ``judgement`` name the frame's columns; ``instrument`` is ``rob2``,
    ``robins_i_v2``, ``quadas_2``, ``jbi_case_report``, ``jbi_case_series``, ``murad`` or
    ``generic``, and says which items and judgements there are. Raises `FrameError`.

    >>> import pandas as pd, evidence as ev
    >>> judged = pd.DataFrame(
    ...     {"trial": ["A", "A"], "domain": ["D1", "D2"], "risk": ["low", "high"]}
    ... )
    >>> ev.traffic_light(judged, study="trial", item="domain", judgement="risk").data[
    ...     "item"
    ... ].tolist()
    ['D1', 'D2']
    """
    return _judged("appraisal", frame, (study, item, judgement), instrument, title, style)


@named_arguments
def traffic_light_summary(
    frame: pd.DataFrame,
    *,
    study: str = "study",
    item: str = "item",
    judgement: str = "judgement",
    instrument: str = "generic",
    title: str = "",
    **style: Any,
) -> EvidenceFigure:
    """Return the judgements of an appraisal counted by item: a bar per item.

    The arguments are those of :func:`evidence.traffic_light`. Raises `FrameError`.

    >>> import pandas as pd, evidence as ev
    >>> judged = pd.DataFrame({"study": ["A", "B"], "item": ["D1"] * 2, "judgement": ["low"] * 2})
    >>> "D1: 2 low" in ev.traffic_light_summary(judged).description.long_text
    True
    """
    return _judged("appraisal_summary", frame, (study, item, judgement), instrument, title, style)


def _judged(
    kind: str,
    frame: pd.DataFrame,
    columns: tuple[str, str, str],
    instrument: str,
    title: str,
    style: dict[str, Any],
) -> EvidenceFigure:
    rows = _renamed(frame, dict(zip(columns, ("study", "item", "judgement"), strict=True)))
    if "item_label" not in rows:
        rows = rows.assign(item_label=rows["item"])
    named = {"instrument": instrument}
    return drawn(kind, rows, draw=named, describe={**named, "title": title}, **style)


@named_arguments
def evidence_map(
    frame: pd.DataFrame,
    *,
    row: str = "row",
    column: str = "column",
    count: str = "count",
    size: str = "size",
    unit: str = "studies",
    size_unit: str = "patients",
    title: str = "",
    **style: Any,
) -> EvidenceFigure:
    """Return an evidence map: how many of a unit each pair of row and column has.

    The area of a bubble is the column ``size``, where the frame has it, else the count.

    >>> import pandas as pd, evidence as ev
    >>> known = pd.DataFrame({"outcome": ["death", "pain"], "trial": ["A", "A"], "n": [10, 0]})
    >>> ev.evidence_map(known, row="outcome", column="trial", count="n").data["count"].tolist()
    [10, 0]
    """
    names = {row: "row", column: "column", count: "count"}
    rows = _renamed(frame, {**names, size: "size"} if size in frame else names)
    units = {"unit": unit, "size_unit": size_unit}
    return drawn("evidence_map", rows, draw=units, describe={**units, "title": title}, **style)


@named_arguments
def prisma(
    frame: pd.DataFrame, *, variable: str = "variable", n: str = "n", **style: Any
) -> EvidenceFigure:
    """Return a PRISMA 2020 flow diagram, one row per variable of the reference implementation.

    >>> import pandas as pd, evidence as ev
    >>> counts = pd.DataFrame({"box": ["database_results", "new_studies"], "found": [9, 4]})
    >>> len(ev.prisma(counts, variable="box", n="found").data)
    2
    """
    rows = _renamed(frame, {variable: "variable", n: "n"})
    return drawn("prisma", rows, draw={}, describe={}, **style)


def _renamed(frame: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """The frame under the figure's column names; every column that is missing is named at once."""
    missing = [name for name in names if name not in frame]
    if missing:
        found = ", ".join(map(str, frame.columns))
        raise FrameError(f"no column {', '.join(map(repr, missing))}; found: {found}")
    renamed = frame.rename(columns=names)
    # Rows of a review name the coded rows behind them; a reader's own frame need not.
    return renamed if "sources" in renamed else renamed.assign(sources="")
