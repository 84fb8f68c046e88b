"""Rows of the treatment sequence: each line of therapy, counted from the first inotuzumab."""

from __future__ import annotations

import pandas as pd

from evidence.coded.source_keys import source_keys

RESULTS = {
    **dict.fromkeys(
        [
            "cr",
            "cri",
            "crp",
            "marrow_cr",
            "morphological_remission",
            "haematological_remission",
            "molecular_remission",
            "cytogenetic_remission",
            "remission",
            "mrd_negative",
            "complete_metabolic_response",
            "resolved",
            "normal",
        ],
        "absent",
    ),
    **dict.fromkeys(["pr", "partial_metabolic_response"], "reduced"),
    **dict.fromkeys(
        [
            "no_response",
            "refractory",
            "progressive_disease",
            "relapse",
            "mrd_positive",
            "progressive_metabolic_disease",
            "disease_present",
        ],
        "present",
    ),
}
SHOWN = {
    "chemotherapy",
    "inotuzumab",
    "blinatumomab",
    "car_t",
    "transplant",
    "tki",
    "radiotherapy",
    "intrathecal",
    "steroid",
    "donor_lymphocytes",
}
SILENT = ("not_reported", "not_applicable", "")


def sequence_rows(coded: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """What ``figures.treatment_sequence.draw`` needs, one row a line of therapy.

    Parameters
    ----------
    coded : patients, therapies and the responses' labels are used.

    Returns
    -------
    patient, position (0 is the first inotuzumab), therapy, response (label, empty where not
    reported), result (absent, reduced, present, not_reported), response_as_printed, as_printed,
    sources. A patient never given inotuzumab is lined up at the first line.
    """
    lines = coded["therapies"][coded["therapies"]["role"] == "line"].sort_values(
        ["sequence"], kind="stable"
    )
    labels = coded["responses"].set_index("code")["label"]
    parts = []
    for patient in coded["patients"].itertuples():
        own = lines[lines["patient_id"] == patient.patient_id].reset_index(drop=True)
        first = own.index[own["therapy_class"] == "inotuzumab"]
        parts.append(
            pd.DataFrame(
                {
                    "patient": patient.label,
                    "position": own.index - (first[0] if len(first) else 0),
                    "therapy": own["therapy_class"].where(
                        own["therapy_class"].isin(SHOWN), "other"
                    ),
                    "response": own["response"].map(labels).mask(own["response"].isin(SILENT), ""),
                    "result": own["response"].map(RESULTS).fillna("not_reported"),
                    "response_as_printed": own["response_as_printed"],
                    "as_printed": own["as_printed"],
                    "sources": source_keys("therapies", own["therapy_id"]),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)
