"""Every table of a manuscript, in the order in which a manuscript shows them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from evidence.tables.core.labels import Tables
from evidence.tables.core.table import Table
from evidence.tables.manuscript.appraisal import appraisal_items, appraisal_reasons
from evidence.tables.manuscript.checklists import prisma_items, swim_items
from evidence.tables.manuscript.claims import claims_audit
from evidence.tables.manuscript.data_dictionary import data_dictionary
from evidence.tables.manuscript.line_list import line_list_doses
from evidence.tables.manuscript.randomised_trial import trial_by_set
from evidence.tables.manuscript.single_arm import single_arm
from evidence.tables.manuscript.summary_of_findings import summary_of_findings
from evidence.tables.manuscript.table_1 import table_1

# By the name that review.toml gives; each takes the coded and the derived tables, and its options.
MANUSCRIPT_TABLES: Mapping[str, Callable[..., Table]] = {
    "table_1": table_1,
    "summary_of_findings": summary_of_findings,
    "trial_by_set": trial_by_set,
    "single_arm": single_arm,
    "appraisal_items": appraisal_items,
    "claims_audit": claims_audit,
    "line_list_doses": line_list_doses,
    "appraisal_reasons": appraisal_reasons,
    "prisma_items": prisma_items,
    "swim_items": swim_items,
    "data_dictionary": data_dictionary,
}


def make_tables(
    makers: Mapping[str, Callable[[Tables, Tables], Table]],
    coded: Tables,
    derived: Tables,
    only: Collection[str] = (),
) -> list[Table]:
    """The tables named in ``only``, or all, each with its number; citations are not numbered yet.

    A table without rows is left out, and has no number.

    Parameters
    ----------
    makers : what makes each table, by name, in the order of the manuscript.
    """
    made = [make(coded, derived) for make in makers.values()]
    shown = [table for table in made if table.rows]
    return [
        replace(table, title=f"Table {number}. {table.title}")
        for number, table in enumerate(shown, 1)
        if not only or table.name in only
    ]
