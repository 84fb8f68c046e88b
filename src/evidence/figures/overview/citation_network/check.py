"""What a citation network is drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import FrameError, missing, require, require_rows

if TYPE_CHECKING:
    import pandas as pd


KIND = "a citation network"


COLUMNS = ("report", "study", "sources")


def check(frame: pd.DataFrame) -> None:
    """Raise :class:`FrameError` for missing columns, links without ends, or a study in two
    families.
    """
    require(frame, COLUMNS, KIND)
    require_rows(frame, KIND)
    faults = [
        f"row {i}: {name} is missing"
        for i, row in enumerate(frame.to_dict("records"))
        for name in ("report", "study")
        if missing(row[name])
    ]
    if "family" in frame:
        told = frame[~frame["family"].map(missing)].groupby("study")["family"].nunique()
        faults += [
            f"study {study!r} stands in {count} families" for study, count in told[told > 1].items()
        ]
    if faults:
        raise FrameError(f"{KIND}: {'; '.join(faults)}")
