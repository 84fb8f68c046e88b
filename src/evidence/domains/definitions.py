"""What the package, a field of medicine or a review defines: tables, checks, figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from evidence.audit.core.check import Check
from evidence.domains.derived_table import DerivedTable
from evidence.errors import EvidenceError
from evidence.harmonise.check_readable import ScaleCheck
from evidence.summary.results.evidence_map import MapItem


class DefinedTwice(EvidenceError, ValueError):
    """Two definitions of one name."""


@dataclass(frozen=True)
class Definitions:
    """What is defined, by name.

    Attributes
    ----------
    case_columns : name -> part of the table of patients, columns by patient.
    map_items : outcome of the map of what is reported -> the coded rows that say something on it.
    scales : name -> check that values can be brought to the scale on which they are compared.
    figure_kinds : kind of figure -> full name of the module with its ``draw`` and ``describe``.
    figure_rows : name -> function of coded and derived tables (and options) that makes what a
        figure is drawn from.
    manuscript_tables : name -> function of coded and derived tables that makes a table.
    readme_blocks : name of a block of the README (``<!-- name -->``) -> function of all tables,
        coded and derived, that gives its text.
    views : name of a table or of a choice of its rows -> heading to template, for notebooks.
    code_lists : column of a derived table -> code list, where the dictionary does not say so.
    abbreviations : word inside a code -> how it is written.
    needed_columns : (table, column) -> type that a rule expects of the dictionary.
    audited : further table that checks read -> what it holds.
    needed_codes : code list -> codes that a rule asks for by name.
    """

    name: str
    derived_tables: Mapping[str, DerivedTable] = field(default_factory=dict)
    case_columns: Mapping[str, DerivedTable] = field(default_factory=dict)
    map_items: Mapping[str, MapItem] = field(default_factory=dict)
    scales: Mapping[str, ScaleCheck] = field(default_factory=dict)
    checks: Mapping[str, Check] = field(default_factory=dict)
    figure_kinds: Mapping[str, str] = field(default_factory=dict)
    figure_rows: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    manuscript_tables: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    readme_blocks: Mapping[str, Callable[..., str]] = field(default_factory=dict)
    views: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    code_lists: Mapping[str, str] = field(default_factory=dict)
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    needed_columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    audited: Mapping[str, str] = field(default_factory=dict)
    needed_codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __or__(self, further: "Definitions") -> "Definitions":
        """Both together.

        Raises
        ------
        DefinedTwice : something of one name is in both.
        """
        kinds = [entry.name for entry in fields(self) if entry.name != "name"]
        for kind in kinds:
            both = getattr(self, kind).keys() & getattr(further, kind).keys()
            if both:
                names = ", ".join(sorted(map(str, both)))
                raise DefinedTwice(
                    f"{kind.replace('_', ' ')} of {self.name} and of {further.name}: {names}"
                )
        together = {kind: {**getattr(self, kind), **getattr(further, kind)} for kind in kinds}
        return Definitions(f"{self.name}, {further.name}", **together)
