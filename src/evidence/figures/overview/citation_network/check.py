"""What a citation network is drawn from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import FrameRules, check_frame, missing, without_words

if TYPE_CHECKING:
    import pandas as pd

RULES = FrameRules("a citation network", ("report", "study", "sources"), name="report")


def check(frame: pd.DataFrame) -> None:
    """Raise :class:`FrameError` for missing columns, links without ends, or a study in two
    families.
    """
    check_frame(frame, RULES, _ends_and_families)


def _ends_and_families(frame: pd.DataFrame) -> Iterator[str]:
    for column in ("report", "study"):
        yield from without_words(frame, column, "report")
    if "family" in frame:
        families = frame[~frame["family"].map(missing)].groupby("study")["family"].nunique()
        for study, count in families[families > 1].items():
            yield f"column family: study {study!r} stands in {count} families"
