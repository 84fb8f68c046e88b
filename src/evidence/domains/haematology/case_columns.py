"""Parts of the case table that haematology defines."""

from collections.abc import Mapping

from pandas import DataFrame

from evidence.domains.derived_table import case_columns
from evidence.domains.haematology.harmonise import cases
from evidence.domains.haematology.harmonise.therapy_lines import prior_lines as lines_before
from evidence.harmonise.cases import CaseTable, characteristics_side_by_side

Coded = Mapping[str, DataFrame]


@case_columns("therapies")
def prior_lines(coded: Coded) -> DataFrame:
    """Lines of therapy before the index therapy."""
    return lines_before(coded["therapies"]).set_index("patient_id")


@case_columns()
def responses_to_index(coded: Coded, responses: DataFrame) -> DataFrame:
    """Last response before the next therapy, by compartment."""
    return cases.responses_to_index(responses)


@case_columns()
def last_evaluations(coded: Coded, responses: DataFrame) -> DataFrame:
    """Last evaluation, whatever therapy came before it."""
    return cases.last_evaluations(responses)


@case_columns("patients", "characteristics", "events")
def vod_by_phase(coded: Coded) -> DataFrame:
    """VOD/SOS on the index therapy and after a transplant that followed it."""
    items = CaseTable(items={"afterwards": "transplant_after_index"})
    facts = characteristics_side_by_side(
        coded["characteristics"], coded["patients"]["patient_id"], items
    )
    return cases.vod_by_phase(coded["events"], facts["afterwards"])
