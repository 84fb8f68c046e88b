"""Title, caption and alternative text of the citation matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.figures.canvas.description import Description
from evidence.figures.canvas.text import counted, listed
from evidence.figures.overview.citation_network.check import check
from evidence.figures.overview.citation_network.draw import in_order

if TYPE_CHECKING:
    import pandas as pd


def describe(frame: pd.DataFrame, *, title: str = "") -> Description:
    """Return title, caption and alt text of the matrix that ``draw`` makes of the same frame.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` as ``draw`` does.
    """
    check(frame)
    reports = list(dict.fromkeys(frame["report"]))
    studies = in_order(frame)
    families = list(dict.fromkeys(name for name in studies.values() if name))
    finding = _finding(frame, studies, families)
    size = f"{counted(len(reports), 'report', 'reports')} and {counted(len(studies))} cited"
    same = " ".join(
        f"{family}: {'; '.join(study for study, name in studies.items() if name == family)}."
        for family in families
    )
    each = " ".join(
        f"{report} cites {'; '.join(dict.fromkeys(frame.loc[frame['report'] == report, 'study']))}."
        for report in reports
    )
    return Description(
        title or "What the reports cite, and which publications are of the same patients",
        (
            "One row per study, one column per report; a filled cell is a citation, with the "
            "number of the reference in the report. The last column counts the reports that cite "
            "the study. Boxes hold publications on the same patients: a family is one piece of "
            "evidence, however often it is cited."
        ),
        f"Matrix of {size}. {finding}",
        f"{finding} {same} {each}",
        finding,
    )


def _finding(frame: pd.DataFrame, studies: dict[str, str], families: list[str]) -> str:
    """How many studies are cited by several reports, and how many are publications of one
    family.
    """
    cited = frame.groupby("study")["report"].nunique()
    shared = int((cited > 1).sum())
    first = f"{shared} of {counted(len(cited))} cited are cited by more than one report"
    members = {name: [*studies.values()].count(name) for name in families}
    if not members:
        return f"{first}."
    same = listed([f"{count} of {name}" for name, count in members.items()])
    return f"{first}; publications on the same patients: {same}."
