"""The figures that review.toml declares: which kind each is, what it is drawn from, and how."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from types import ModuleType
from typing import Any

import pandas as pd

from evidence.coded.problems import Problem, ProblemsFound
from evidence.coded.settings import Settings
from evidence.domains.definitions import Definitions
from evidence.figures.canvas.description import Description
from evidence.review.core.declared import TABLES, Entry, declared, of_function, option_problems
from evidence.summary.figure_rows.forest import NothingPooled, inferred_note

Tables = Mapping[str, pd.DataFrame]
SECTION = "figures"
ENTRIES = {
    "name": str,
    "kind": str,
    "rows": str,
    "rows_options": dict,
    "options": dict,
    "reason": str,
    "abbreviations": str,
    "source": str,
}
REQUIRED = ("name", "kind", "rows")
NOT_DRAWN = "not drawn: nothing coded"
GIVEN = ("figure", "frame")  # to draw and describe, by the package


@dataclass(frozen=True)
class FigureSpec:
    """One figure of the review.

    Attributes
    ----------
    module : the kind's module, with ``draw`` and ``describe``.
    make_rows : makes what is drawn from the coded and the derived tables.
    reason : why the review has the figure, in one line.
    abbreviations, source : sentences at the end of its caption.
    rows_options : its options. options : those of ``draw`` and ``describe``, each given to
        whichever takes one of that name.
    """

    name: str
    kind: str
    module: ModuleType
    make_rows: Callable[..., pd.DataFrame]
    rows_options: Mapping[str, Any]
    options: Mapping[str, Any]
    reason: str = ""
    abbreviations: str = ""
    source: str = ""

    def frame(self, coded: Tables, derived: Tables) -> pd.DataFrame:
        """What is drawn; no rows where nothing is coded, or too little to be pooled."""
        try:
            return self.make_rows(coded, derived, **self.rows_options)
        except NothingPooled:
            return pd.DataFrame()

    def draw_options(self, **in_place: Any) -> dict[str, Any]:
        """What ``draw`` is asked with; options given here are in place of the review's."""
        return of_function(self.module.draw, {**self.options, **in_place})

    def words(self, **in_place: Any) -> dict[str, Any]:
        """What ``describe`` is asked with; options given here are in place of the review's."""
        return of_function(self.module.describe, {**self.options, **in_place})

    def with_notes(self, description: Description, frame: pd.DataFrame) -> Description:
        """A description whose caption ends with what every kind owes its reader: numerators that
        were inferred, abbreviations and the source.
        """
        source = f"Source: {self.source.rstrip('.')}." if self.source else ""
        notes = [inferred_note(frame), self.abbreviations, source]
        caption = " ".join([description.caption, *(note for note in notes if note)])
        return replace(description, caption=caption)


def figure_specs(settings: Settings, definitions: Definitions) -> dict[str, FigureSpec]:
    """The figures of a review by name, in the order of review.toml.

    Raises
    ------
    ProblemsFound : entries that are wrong or missing, kinds, rows or options that there are not,
        all at once.
    """
    entries, problems = declared(settings, SECTION, ENTRIES, REQUIRED)
    for entry in entries:
        problems += _problems(entry, definitions)
    if problems:
        raise ProblemsFound(problems)
    index = {"index": settings.index.short}  # for the kinds that name the index therapy
    return {entry["name"]: _spec(entry, definitions, index) for entry in entries}


def _problems(entry: Entry, definitions: Definitions) -> list[Problem]:
    problems = entry.unknown("kind", definitions.figure_kinds)
    problems += entry.unknown("rows", definitions.figure_rows)
    if problems:
        return problems
    module, make_rows = _kind(entry, definitions), definitions.figure_rows[entry["rows"]]
    return [
        *option_problems(entry, "options", (module.draw, module.describe), GIVEN),
        *option_problems(entry, "rows_options", (make_rows,), TABLES),
    ]


def _kind(entry: Entry, definitions: Definitions) -> ModuleType:
    return import_module(definitions.figure_kinds[entry["kind"]])


def _spec(entry: Entry, definitions: Definitions, usual: Mapping[str, Any]) -> FigureSpec:
    return FigureSpec(
        entry["name"],
        entry["kind"],
        _kind(entry, definitions),
        definitions.figure_rows[entry["rows"]],
        entry.get("rows_options", {}),
        {**usual, **entry.get("options", {})},
        *(entry.get(name, "") for name in ("reason", "abbreviations", "source")),
    )
