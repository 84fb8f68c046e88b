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
    """What ``figures.treatment_sequence.draw`` needs, one row per line of therapy.

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
        of_patient = lines[lines["patient_id"] == patient.patient_id].reset_index(drop=True)
        first = of_patient.index[of_patient["therapy_class"] == "inotuzumab"]
        parts.append(
            pd.DataFrame(
                {
                    "patient": patient.label,
                    "position": of_patient.index - (first[0] if len(first) else 0),
                    "therapy": of_patient["therapy_class"].where(
                        of_patient["therapy_class"].isin(SHOWN), "other"
                    ),
                    "response": of_patient["response"]
                    .map(labels)
                    .mask(of_patient["response"].isin(SILENT), ""),
                    "result": of_patient["response"].map(RESULTS).fillna("not_reported"),
                    "response_as_printed": of_patient["response_as_printed"],
                    "as_printed": of_patient["as_printed"],
                    "sources": source_keys("therapies", of_patient["therapy_id"]),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)
