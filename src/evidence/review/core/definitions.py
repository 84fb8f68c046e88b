"""What a review works with: the package's definitions, those of its domains, and its own."""

import sys
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from evidence.audit.registry import CHECKS
from evidence.coded.needed import Needed, RowsAsked, columns_needed_by
from evidence.coded.problems import Problem, ProblemsFound
from evidence.coded.settings import FILE, Settings, read_settings, section
from evidence.domains import definitions_of
from evidence.domains.definitions import Definitions
from evidence.domains.derived_table import case_columns_in, derived_tables_in
from evidence.figures import KINDS
from evidence.review.core.declared_tables import declared_tables
from evidence.summary.figure_rows.registry import FIGURE_ROWS
from evidence.summary.results.evidence_map import GENERAL_ITEMS
from evidence.tables.make_tables import MANUSCRIPT_TABLES

TABLES = "evidence.review.derived_tables"


@cache
def general_definitions() -> Definitions:
    """What every review has."""
    import_module(TABLES)
    return Definitions(
        name="the package",
        derived_tables=derived_tables_in(TABLES),
        case_columns=case_columns_in(TABLES),
        map_items=GENERAL_ITEMS,
        checks={check.id: check for check in CHECKS},
        needed_columns=columns_needed_by("evidence.coded"),
        figure_kinds={kind: f"evidence.figures.{module}" for kind, module in KINDS.items()},
        figure_rows=FIGURE_ROWS,
        manuscript_tables=MANUSCRIPT_TABLES,
    )


def definitions_for(settings: Settings) -> Definitions:
    """Everything that a review with these settings works with.

    Raises
    ------
    NoSuchDomain, DefinedTwice, ProblemsFound : review.toml names what is not there.
    """
    found = _definitions(settings.domains, settings.module, settings.root)
    declared = declared_tables(found, settings)
    findings = found.derived_tables["audit_findings"]
    audited = replace(findings, reads=(*findings.reads, *found.audited))
    tables = {**found.derived_tables, "audit_findings": audited, **declared}
    return replace(found, derived_tables=tables)


@cache
def _definitions(domains: tuple[str, ...], module: str, root: Path | None) -> Definitions:
    definitions = general_definitions()
    for domain in domains:
        definitions |= definitions_of(domain)
    return definitions | _of_the_review(root, module) if module and root else definitions


def definitions_in(root: Path) -> Definitions:
    """Everything that the review in this folder works with."""
    return definitions_for(read_settings(root))


def needed_for(settings: Settings) -> Needed:
    """What the tables of a review with these settings must have."""
    definitions = definitions_for(settings)
    rows = section(settings, "needed", RowsAsked).rows
    return Needed(definitions.needed_columns, definitions.needed_codes, rows)


def _of_the_review(root: Path, module: str) -> Definitions:
    """What the review's own module defines as ``DEFINITIONS``."""
    path = root / module / "__init__.py"
    if not path.is_file():
        allowed = "a folder beside it with an __init__.py that holds DEFINITIONS"
        raise ProblemsFound([Problem(FILE, "module", "", repr(module), allowed)])
    name = f"_{module}_of_{abs(hash(str(root.resolve())))}"  # two reviews in one process differ
    spec = spec_from_file_location(name, path, submodule_search_locations=[str(path.parent)])
    assert spec and spec.loader  # the file is there
    loaded = sys.modules[name] = module_from_spec(spec)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(loaded)
    finally:  # a command that only reads leaves nothing behind in the folder of the review
        sys.dont_write_bytecode = before
    definitions: Definitions = loaded.DEFINITIONS
    return definitions
