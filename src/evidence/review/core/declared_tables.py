"""Derived tables of declared parts: the table of patients, the map of what is reported."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from pandas import DataFrame

from evidence.coded.problems import Problem, ProblemsFound
from evidence.coded.settings import FILE, Settings, section
from evidence.domains.definitions import Definitions
from evidence.domains.derived_table import Coded, DerivedTable
from evidence.harmonise.cases import CaseTable, join_case_columns
from evidence.summary.results.evidence_map import EvidenceMap, MapItem, evidence_map

Part = TypeVar("Part")


def declared_tables(definitions: Definitions, settings: Settings) -> dict[str, DerivedTable]:
    """The tables ``cases`` and ``evidence_map`` of a review.

    Parameters
    ----------
    definitions : of the package, its domains and the review. settings : the review's choices.

    Raises
    ------
    ProblemsFound : review.toml names what is not defined.
    """
    return {
        "cases": _cases(definitions.case_columns, section(settings, "cases", CaseTable)),
        "evidence_map": _evidence_map(
            definitions.map_items, section(settings, "evidence_map", EvidenceMap), settings
        ),
    }


def _chosen(defined: Mapping[str, Part], names: Iterable[str], place: str) -> dict[str, Part]:
    """The parts of these names, in their order; all parts where none is named."""
    names = [*names] or [*defined]
    problems = [
        Problem(FILE, place, "", repr(name), "one of " + ", ".join(defined))
        for name in names
        if name not in defined
    ]
    if problems:
        raise ProblemsFound(problems)
    return {name: defined[name] for name in names}


def _cases(defined: Mapping[str, DerivedTable], choice: CaseTable) -> DerivedTable:
    """One row per patient, with the columns of every part."""
    parts = [*_chosen(defined, choice.columns, "cases.columns").values()]
    needs = tuple(dict.fromkeys(name for part in parts for name in part.needs))
    read = dict.fromkeys(name for part in parts for name in part.reads)
    reads = tuple(dict.fromkeys(("patients", *read, *choice.sources)))

    def make(coded: Coded, *made: DataFrame) -> DataFrame:
        derived = dict(zip(needs, made, strict=True))
        columns = [part.make(coded, *(derived[name] for name in part.needs)) for part in parts]
        behind = {name: coded[name] for name in choice.sources or read if name != "patients"}
        of_patients = {name: rows for name, rows in behind.items() if "patient_id" in rows}
        return join_case_columns(coded["patients"], columns, of_patients)

    return DerivedTable("cases", reads, needs, make)


def _evidence_map(
    defined: Mapping[str, MapItem], choice: EvidenceMap, settings: Settings
) -> DerivedTable:
    """Patient × outcome, in the order of the headings."""
    names = [name for outcomes in choice.groups.values() for name in outcomes]
    items = _chosen({**defined, **choice.items}, names, "evidence_map.groups")
    reads = tuple(dict.fromkeys(item.table for item in items.values()))

    def make(coded: Coded, cases: DataFrame) -> DataFrame:
        return evidence_map(coded, cases, items, settings.index)

    return DerivedTable("evidence_map", reads, ("cases",), make)
