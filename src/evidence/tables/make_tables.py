"""Every table of a manuscript, in the order in which a manuscript shows them."""

from collections.abc import Collection
from dataclasses import replace

from evidence.coded.dictionary import Table as CodedTable
from evidence.tables.core.labels import Tables
from evidence.tables.core.table import Table
from evidence.tables.manuscript.appraisal import appraisal_items, appraisal_reasons
from evidence.tables.manuscript.checklists import prisma_items, swim_items
from evidence.tables.manuscript.claims import claims_audit
from evidence.tables.manuscript.data_dictionary import data_dictionary
from evidence.tables.manuscript.line_list import line_list_doses, line_list_responses
from evidence.tables.manuscript.randomised_trial import inovate_by_set
from evidence.tables.manuscript.response_terms import response_terms, response_vocabulary
from evidence.tables.manuscript.single_arm import single_arm
from evidence.tables.manuscript.summary_of_findings import summary_of_findings
from evidence.tables.manuscript.table_1 import table_1

MAKERS = {
    "table_1": table_1,
    "summary_of_findings": summary_of_findings,
    "inovate_by_set": inovate_by_set,
    "single_arm": single_arm,
    "appraisal_items": appraisal_items,
    "response_vocabulary": response_vocabulary,
    "response_terms": response_terms,
    "claims_audit": claims_audit,
    "line_list_doses": line_list_doses,
    "line_list_responses": line_list_responses,
    "appraisal_reasons": appraisal_reasons,
    "prisma_items": prisma_items,
    "swim_items": swim_items,
}
NAMES = (*MAKERS, "data_dictionary")
NEEDS = {"claims_audit": "claim_verdicts"}  # made by the audit; without it the table is left out


def make_tables(
    coded: Tables, derived: Tables, dictionary: dict[str, CodedTable], only: Collection[str] = ()
) -> list[Table]:
    """The tables named in ``only``, or all, each with its number in manuscript order; citations are
    not numbered yet.
    """
    available = set(derived)  # asking a review whether it holds a table would make it
    possible = [name for name in NAMES if NEEDS.get(name, "cases") in available]
    made = []
    for number, name in enumerate(possible, 1):
        if not only or name in only:
            table = (
                data_dictionary(dictionary)
                if name == "data_dictionary"
                else MAKERS[name](coded, derived)
            )
            made.append(replace(table, title=f"Table {number}. {table.title}"))
    return made
