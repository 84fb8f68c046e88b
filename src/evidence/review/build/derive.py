"""The derived tables written, each only when a table that it is made from has moved."""

from collections import ChainMap
from collections.abc import Callable
from graphlib import TopologicalSorter
from pathlib import Path

from evidence.domains.definitions import Definitions
from evidence.files.atomic_write import staging_folder, write_file
from evidence.files.csv_text import csv_text
from evidence.review.core.computed_pages import write_pages
from evidence.review.core.open_review import Review
from evidence.review.core.project import Project
from evidence.review.core.reads import noted
from evidence.review.core.stamps import Inputs, Stamps, digest_of

Read = Callable[[], Review]


def write_derived(
    project: Project, definitions: Definitions, stamps: Stamps, inputs: Inputs, read: Read
) -> list[Path]:
    """Write the derived tables that are not as their inputs are, all or none, then the computed
    pages; the paths of all of them.

    Parameters
    ----------
    inputs : the digest of every derived table is added. read : reads the review, when asked.
    """
    known = definitions.derived_tables
    made: dict[str, str] = {}
    with staging_folder(project.derived, lambda name: Path(name).stem not in known) as aside:
        for name in TopologicalSorter({n: set(t.needs) for n, t in known.items()}).static_order():
            asked = inputs.of((*known[name].reads, *known[name].needs))
            if stamps.fresh(_step(name), asked):
                inputs.tables[name] = digest_of((project.derived / f"{name}.csv").read_bytes())
                continue
            text = csv_text(read()[name])
            write_file(aside / f"{name}.csv", text)
            made[name], inputs.tables[name] = asked, digest_of(text)
    for name, asked in made.items():
        stamps.record(_step(name), asked, [project.derived / f"{name}.csv"])
    pages = _pages(project, stamps, inputs, read)
    return [*(project.derived / f"{name}.csv" for name in known), *pages]


def _step(name: str) -> str:
    return f"data/derived/{name}"


def _pages(project: Project, stamps: Stamps, inputs: Inputs, read: Read) -> list[Path]:
    """The computed pages, written again when a table that they show has moved."""
    step = "pages"
    if stamps.fresh(step, inputs.of(stamps.reads(step))):
        return [project.root / name for name in stamps.outputs(step)]
    names: set[str] = set()
    review = noted(read(), names.add)
    tables = ChainMap(review.coded, review.derived)
    written = write_pages(project, tables, review.definitions.readme_blocks)
    stamps.record(step, inputs.of(names), written, names)
    return written
