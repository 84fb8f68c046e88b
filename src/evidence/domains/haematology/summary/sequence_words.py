"""Short words of the treatment sequence in haematology, and how a response is read."""

import pandas as pd

from evidence.summary.figure_rows.treatment_sequence import SequenceWords, Tables, sequence_rows

_NEGATIVE = {
    "cr": "CR",
    "cri": "CRi",
    "crp": "CRp",
    "marrow_cr": "CR (marrow)",
    "morphological_remission": "CR (morph.)",
    "haematological_remission": "CR (haem.)",
    "molecular_remission": "CR (mol.)",
    "cytogenetic_remission": "CR (cyto.)",
    "remission": "Remission",
    "mrd_negative": "MRD−",
    "complete_metabolic_response": "CMetR",
    "resolved": "Resolved",
    "normal": "Normal",
}
_PARTIAL = {"pr": "PR", "partial_metabolic_response": "PMetR"}
_POSITIVE = {
    "no_response": "No CR",
    "refractory": "Refractory",
    "progressive_disease": "PD",
    "relapse": "Relapse",
    "mrd_positive": "MRD+",
    "progressive_metabolic_disease": "PMetD",
    "disease_present": "Disease",
}
SEQUENCE = SequenceWords(
    index="index",
    therapies={
        "index": "InO",
        "chemotherapy": "Chemo",
        "blinatumomab": "Blina",
        "car_t": "CAR T",
        "transplant": "HSCT",
        "tki": "TKI",
        "radiotherapy": "RT",
        "intrathecal": "IT",
        "steroid": "Steroid",
        "donor_lymphocytes": "DLI",
    },
    responses={**_NEGATIVE, **_PARTIAL, **_POSITIVE, "autologous_reconstitution": "AR"},
    results={
        **dict.fromkeys(_NEGATIVE, "absent"),
        **dict.fromkeys(_PARTIAL, "reduced"),
        **dict.fromkeys(_POSITIVE, "present"),
    },
)


def treatment_sequence(coded: Tables, derived: Tables) -> pd.DataFrame:
    """Every patient's lines of therapy, in the short words of haematology."""
    return sequence_rows(coded, SEQUENCE)
