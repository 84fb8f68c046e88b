"""Every table of a manuscript, in the order in which a manuscript shows them."""

from evidence.coded.dictionary import Table as CodedTable
from evidence.tables.appraisal import appraisal_items, appraisal_reasons
from evidence.tables.cases import table_1
from evidence.tables.claims import claims_audit
from evidence.tables.data_dictionary import data_dictionary
from evidence.tables.inovate import inovate_by_set
from evidence.tables.line_list import line_list_doses, line_list_responses
from evidence.tables.single_arm import single_arm
from evidence.tables.summary_of_findings import summary_of_findings
from evidence.tables.table import Table
from evidence.tables.vocabulary import response_vocabulary
from evidence.tables.words import Tables

MAKERS = {
    "table_1": table_1,
    "summary_of_findings": summary_of_findings,
    "inovate_by_set": inovate_by_set,
    "single_arm": single_arm,
    "appraisal_items": appraisal_items,
    "response_vocabulary": response_vocabulary,
    "claims_audit": claims_audit,
    "line_list_doses": line_list_doses,
    "line_list_responses": line_list_responses,
    "appraisal_reasons": appraisal_reasons,
}
NAMES = (*MAKERS, "data_dictionary")
NEEDS = {"claims_audit": "claim_verdicts"}  # made by the audit; without it the table is left out


def make_tables(coded: Tables, derived: Tables, dictionary: dict[str, CodedTable], only=()) -> list[Table]:
    """The tables named in ``only``, or all, in manuscript order; citations are not numbered yet."""
    wanted = [name for name in NAMES if (not only or name in only) and NEEDS.get(name, "cases") in derived]
    return [data_dictionary(dictionary) if name == "data_dictionary" else MAKERS[name](coded, derived) for name in wanted]
