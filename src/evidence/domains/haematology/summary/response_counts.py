"""Patients by what their responses allow to say."""

import pandas as pd

from evidence.coded.source_keys import joined_sources
from evidence.domains.haematology.harmonise.responses import CLEARED
from evidence.synthesis.proportions.count_reported import count_reported

# What an MRD result says about a complete MRD response. A negative result whose sensitivity
# is not stated, or not enough, can neither show nor exclude it.
COMPLETE_MRD_RESPONSE = {
    "complete_response": "yes",
    "failure": "no",
    "positive_below_1e_4": "no",
    "positive_not_comparable": "no",
    "negative_insufficient_sensitivity": "not_assessable",
    "negative_sensitivity_not_stated": "not_assessable",
}


def response_counts(responses: pd.DataFrame, cases: pd.DataFrame, index: str) -> pd.DataFrame:
    """Patients by what their responses allow to say: item, yes, reported, not_reported,
    not_assessable, not_applicable, low, high, level, sources; no row without any response.

    A response to the index therapy is the last result before the next anti-leukaemic therapy:
    what was found later is not counted. Clearing of extramedullary disease is not applicable
    where the report says there was none.

    Parameters
    ----------
    responses, cases : derived. index : short name of the index therapy, for the items.
    """
    marrow = responses[responses["compartment"] == "marrow"].drop_duplicates("patient_id")
    mrd, extramedullary = (_last(responses, name) for name in ("mrd", "extramedullary"))
    cleared = extramedullary["response"].isin(CLEARED).map({True: "yes", False: "no"})
    without = cases.loc[
        (cases.reindex(columns=["extramedullary"]) == "no")["extramedullary"], "patient_id"
    ]
    items = {
        "Marrow evaluable at baseline": (marrow, marrow["evaluable_at_baseline"]),
        f"Complete MRD response to {index}": (
            mrd,
            mrd["response"].map(COMPLETE_MRD_RESPONSE),
        ),
        f"Extramedullary disease cleared by {index}": (
            extramedullary,
            cleared.mask(extramedullary["response"] == "not_reported", "not_reported").mask(
                extramedullary["patient_id"].isin(without), "not_applicable"
            ),
        ),
    }
    rows = [
        {"item": item, **count_reported(states), "sources": joined_sources(found["sources"])}
        for item, (found, states) in items.items()
    ]
    return pd.DataFrame(rows).head(len(rows) if len(responses) else 0)


def _last(responses: pd.DataFrame, compartment: str) -> pd.DataFrame:
    """Each patient's last response to the index therapy in a compartment, or a row of silence."""
    rows = responses[responses["compartment"] == compartment]
    later = rows["before_next_therapy"] != "yes"
    rows = rows.assign(response=rows["response"].mask(later, "not_reported"))
    order = rows.assign(reported=rows["response"] != "not_reported").sort_values(
        ["reported", "evaluation"], kind="stable"
    )
    return order.drop_duplicates("patient_id", keep="last")
