"""What a PRISMA 2020 flow diagram is drawn from: the reference implementation's variables, and the
boxes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evidence.figures.canvas.check_frame import FrameRules, check_frame, missing
from evidence.figures.canvas.domain import COUNT
from evidence.figures.canvas.text import one_line
from evidence.figures.overview.prisma.arithmetic import wrong_sums

if TYPE_CHECKING:
    import pandas as pd

# The variables of the reference implementation (PRISMA2020, inst/extdata/PRISMA.csv), with
# the words of their lines. Added are those of a set of reports that the review was given
# (`given_results`), of studies looked up by name because they are cited or compared with, which
# only a meta-analysis holds (`named_results`, `named_left_out`, `named_pooled`,
# `named_populations`), and of patients (`previous_patients`, `new_patients`, `total_patients`).
WORDS = {
    "previous_studies": "Studies included in previous version of review",
    "previous_reports": "Reports of studies included in previous version",
    "previous_patients": "Patients in previous version",
    "database_results": "Databases",
    "register_results": "Registers",
    "website_results": "Websites",
    "organisation_results": "Organisations",
    "citations_results": "Citation searching",
    "given_results": "Set given to the review",
    "named_results": "Families of studies identified",
    "named_left_out": "Families not in the meta-analysis",
    "named_pooled": "Families in the meta-analysis",
    "named_populations": "Study populations in these families",
    "duplicates": "Duplicate records removed",
    "excluded_automatic": "Records marked as ineligible by automation tools",
    "excluded_other": "Records removed for other reasons",
    "records_screened": "Records screened",
    "records_excluded": "Records excluded",
    "dbr_sought_reports": "Reports sought for retrieval",
    "dbr_notretrieved_reports": "Reports not retrieved",
    "other_sought_reports": "Reports sought for retrieval",
    "other_notretrieved_reports": "Reports not retrieved",
    "dbr_assessed": "Reports assessed for eligibility",
    "dbr_excluded": "Reports excluded",
    "other_assessed": "Reports assessed for eligibility",
    "other_excluded": "Reports excluded",
    "new_studies": "New studies included in review",
    "new_reports": "Reports of new included studies",
    "new_patients": "Patients in new included studies",
    "total_studies": "Total studies included in review",
    "total_reports": "Reports of total included studies",
    "total_patients": "Patients in total included studies",
    "total_studies_ma": "Total studies included in meta-analysis",
    "total_reports_ma": "Reports of total studies included in meta-analysis",
}
# The template for a first version: there are no previous studies for new ones to stand beside.
FIRST_VERSION = {
    "new_studies": "Studies included in review",
    "new_reports": "Reports of included studies",
    "new_patients": "Patients in included studies",
    "total_studies_ma": "Studies included in meta-analysis",
    "total_reports_ma": "Reports of studies included in meta-analysis",
}
LANES = ("previous", "main", "main side", "other", "other side", "named")
STAGES = ("Identification", "Screening", "Included")


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its lane and row, a heading where it lists, and the variables on its lines."""

    name: str
    lane: str
    row: int
    heading: str
    variables: tuple[str, ...]


BOXES = (
    Box(
        "previous", "previous", 0, "", ("previous_studies", "previous_reports", "previous_patients")
    ),
    Box("sources", "main", 0, "Records identified from", ("database_results", "register_results")),
    Box(
        "removed",
        "main side",
        0,
        "Records removed before screening",
        ("duplicates", "excluded_automatic", "excluded_other"),
    ),
    Box(
        "other sources",
        "other",
        0,
        "Records identified from",
        (
            "website_results",
            "organisation_results",
            "citations_results",
            "given_results",
        ),
    ),
    Box("named", "named", 0, "", ("named_results", "named_left_out")),
    Box("screened", "main", 1, "", ("records_screened",)),
    Box("not eligible", "main side", 1, "", ("records_excluded",)),
    Box("sought", "main", 2, "", ("dbr_sought_reports",)),
    Box("not retrieved", "main side", 2, "", ("dbr_notretrieved_reports",)),
    Box("other sought", "other", 2, "", ("other_sought_reports",)),
    Box("other not retrieved", "other side", 2, "", ("other_notretrieved_reports",)),
    Box("assessed", "main", 3, "", ("dbr_assessed",)),
    Box("excluded", "main side", 3, "", ("dbr_excluded",)),
    Box("other assessed", "other", 3, "", ("other_assessed",)),
    Box("other excluded", "other side", 3, "", ("other_excluded",)),
    Box("named pooled", "named", 4, "", ("named_pooled", "named_populations")),
    Box("included", "main", 4, "", ("new_studies", "new_reports", "new_patients")),
    Box(
        "total",
        "main",
        5,
        "",
        (
            "total_studies",
            "total_reports",
            "total_patients",
            "total_studies_ma",
            "total_reports_ma",
        ),
    ),
)
ARROWS = (
    ("sources", "screened"),
    ("sources", "removed"),
    ("screened", "sought"),
    ("screened", "not eligible"),
    ("sought", "assessed"),
    ("sought", "not retrieved"),
    ("assessed", "included"),
    ("assessed", "excluded"),
    ("included", "total"),
    ("previous", "total"),
    ("other sources", "other sought"),
    ("other sought", "other assessed"),
    ("other sought", "other not retrieved"),
    ("other assessed", "other excluded"),
    ("other assessed", "included"),
    ("named", "named pooled"),
    ("named pooled", "total"),
)


RULES = FrameRules(
    "a PRISMA flow diagram",
    ("variable", "n", "sources"),
    codes={"variable": WORDS},
    numbers={"n": COUNT},
    name="variable",
)


def check(frame: pd.DataFrame) -> None:
    """Raise :class:`FrameError` for missing columns, unknown or doubled variables, and counts that
    are none or do not add up.
    """
    check_frame(frame, RULES, _further)


def _is_count(value: Any) -> bool:
    return not missing(value) and abs(value) != float("inf")


def _further(frame: pd.DataFrame) -> Iterator[str]:
    twice = sorted(set(frame.loc[frame["variable"].duplicated(), "variable"]))
    if twice:
        yield f"variable(s) given twice: {', '.join(twice)}"
    if not set(frame["variable"]) & {"new_studies", "total_studies"}:
        yield "neither new_studies nor total_studies is given"
    rows = frame.to_dict("records")
    counts = {row["variable"]: int(row["n"]) if _is_count(row["n"]) else None for row in rows}
    texts = {row["variable"]: row.get("text") for row in rows}
    yield from wrong_sums(counts, texts)


def lines_of(frame: pd.DataFrame) -> dict[str, list[str]]:
    """Return the lines of every box that has any, by its name, before they are wrapped."""
    given = {row["variable"]: row for row in frame.to_dict("records")}
    update = any(variable.startswith("previous") for variable in given)
    words = WORDS if update else WORDS | FIRST_VERSION
    found = {}
    for box in BOXES:
        lines = [
            line
            for variable in box.variables
            if variable in given
            for line in _lines(words[variable], given[variable])
        ]
        if lines:
            found[box.name] = ([f"{box.heading}:"] if box.heading else []) + lines
    return found


def not_done(frame: pd.DataFrame) -> frozenset[str]:
    """Return the names of the boxes of which nothing was done: no count, and words that say so.
    Nothing flows from them.
    """
    idle = {
        row["variable"]: missing(row["n"]) and one_line(row.get("text")) != ""
        for row in frame.to_dict("records")
    }
    flags_of = {
        box.name: [idle[variable] for variable in box.variables if variable in idle]
        for box in BOXES
    }
    return frozenset(name for name, flags in flags_of.items() if flags and all(flags))


def arrows_of(frame: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    """Return the arrows; none from the included reports into a meta-analysis that holds only what
    was looked up by name.
    """
    counts: dict[str, Any] = dict(zip(frame["variable"], frame["n"], strict=True))
    only_pooled = not {"total_studies", "total_reports", "total_patients"} & set(counts)
    pooled, named = counts.get("total_studies_ma"), counts.get("named_populations")
    if not only_pooled or missing(pooled) or missing(named) or pooled != named:
        return ARROWS
    return tuple(arrow for arrow in ARROWS if arrow != ("included", "total"))


def _lines(words: str, row: dict) -> list[str]:
    """A variable's words with its count; reasons ("Reason, n; Reason, n") on lines of their own."""
    note = one_line(row.get("text"))
    count = (
        f"(n = {int(row['n'])})"
        if not missing(row["n"])
        else f"({note})"
        if note and ";" not in note
        else "(n not recorded)"
    )
    reasons = (
        [part.strip() for part in note.split(";") if part.strip()] if not missing(row["n"]) else []
    )
    return [f"{words} {count}", *(f"• {reason}" for reason in reasons)]
