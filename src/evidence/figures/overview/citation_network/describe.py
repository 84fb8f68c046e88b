"""Title, caption and alternative text of the citation network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.figures.canvas.description import Description
from evidence.figures.canvas.text import counted

if TYPE_CHECKING:
    import pandas as pd
from evidence.figures.overview.citation_network.check import check


def describe(frame: pd.DataFrame, *, title: str = "") -> Description:
    """Return title, caption and alt text of the network that ``draw`` makes of the same frame.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` as ``draw`` does.
    """
    check(frame)
    reports = list(dict.fromkeys(frame["report"]))
    citing = frame.groupby("study", sort=False)["report"].nunique()
    shared = citing[citing > 1]
    families = (
        [
            (name, list(dict.fromkeys(publications["study"])))
            for name, publications in frame.groupby("family", sort=False)
        ]
        if "family" in frame
        else []
    )
    families = [(name, publications) for name, publications in families if len(publications) > 1]
    most = (
        f": {'; '.join(f'{study} ({count})' for study, count in shared.items())}"
        if len(shared)
        else ""
    )
    same = [
        f"{name}: {len(titles)} publications on the same patients ({'; '.join(titles)})."
        for name, titles in families
    ]
    alt = " ".join(
        [
            (
                f"Network of {counted(len(reports), 'report', 'reports')} and "
                f"{counted(len(citing))} that they cite, with "
                f"{len(frame.drop_duplicates(['report', 'study']))} links."
            ),
            (
                f"{counted(len(shared), 'study is', 'studies are')} cited by more than one "
                f"report{most}."
            ),
            *same,
        ]
    )
    sentences = " ".join(
        f"{report} cites {'; '.join(dict.fromkeys(frame.loc[frame['report'] == report, 'study']))}."
        for report in reports
    )
    caption = (
        "Lines join a report to the studies that it cites; colours and line styles tell "
        "the reports apart. Brackets join publications on the same patients: one family "
        "is one piece of evidence, however often it is cited. "
        "Numbers in brackets are those in the reference lists, in the order of the reports."
    )
    return Description(
        title or "What the reports cite, and what of it is the same patients",
        caption,
        alt,
        f"{alt} {sentences}",
    )
