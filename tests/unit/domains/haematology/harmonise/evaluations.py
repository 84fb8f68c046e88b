"""Findings of one patient's evaluations as a coded table, and the answers of the first one."""

import pandas as pd

from evidence.domains.haematology.harmonise.mrd import harmonise_mrd
from evidence.domains.haematology.harmonise.responses import harmonise_responses
from tests.spec.harmonise.tables import rows

TIMELINE = pd.DataFrame(columns=["timeline_id", "sequence", "day_low", "day_high"])
FINDING = {
    "patient_id": "p",
    "document_id": "d",
    "compartment": "marrow",
    "method": "morphology",
    "comparator": "equal",
    "response": "not_reported",
    "is_mrd": "no",
    "evaluation": 1,
}
LEUKAEMIC = {"evaluation": 0, "result_as_reported": "90%"}
CLEAR = {"result_as_reported": "1%"}
MRD = {"is_mrd": "yes", "method": "flow_cytometry"}
LESION = {"compartment": "extramedullary", "method": "pet_ct", "comparator": "not_stated"}


def answers(*findings):
    """The answers of the first evaluation by compartment."""
    coded = rows(
        "assessments",
        *(FINDING | {"assessment_id": f"d.a{n}"} | finding for n, finding in enumerate(findings)),
    )
    found = harmonise_responses(coded, harmonise_mrd(coded, TIMELINE), rows("therapies"), TIMELINE)
    return found[found["evaluation"] == 1].set_index("compartment")


def response(compartment, *findings):
    return answers(*findings).loc[compartment, "response"]
