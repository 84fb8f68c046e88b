"""Short words of the treatment sequence in haematology, and how a response is read."""

import re

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
    # by what a remission was judged gives way to MRD: the box is narrow
    residual={code: f"{word.split(' (')[0]}, MRD+" for code, word in _NEGATIVE.items()}
    | {"remission": "Rem., MRD+", "mrd_negative": "MRD+"},
)


def treatment_sequence(coded: Tables, derived: Tables) -> pd.DataFrame:
    """Every patient's lines of therapy, in the short words of haematology; MRD detected is
    disease.
    """
    return sequence_rows(coded, SEQUENCE, mrd_of_lines(coded["therapies"], derived["mrd"]))


def mrd_of_lines(therapies: pd.DataFrame, mrd: pd.DataFrame) -> dict[str, bool]:
    """Whether MRD was detected after a therapy, by the assessments that its ``mrd_as_reported``
    names.

    Parameters
    ----------
    therapies : coded. mrd : derived; only results that were detected or not count.

    Returns
    -------
    therapy_id -> detected: True if any assessment named was; no entry where none is named.

    Examples
    --------
    >>> therapies = pd.DataFrame(
    ...     {"therapy_id": ["t"], "patient_id": ["p"], "mrd_as_reported": ["MRD 0.1%"]}
    ... )
    >>> mrd = pd.DataFrame(
    ...     {
    ...         "patient_id": ["p"],
    ...         "result_as_reported": ["0.1%"],
    ...         "term_as_reported": [""],
    ...         "detected": ["yes"],
    ...     }
    ... )
    >>> mrd_of_lines(therapies, mrd)
    {'t': True}
    """
    known = mrd[mrd["detected"].isin(["yes", "no"])]
    found = {}
    for row in therapies[therapies["mrd_as_reported"] != ""].itertuples():
        of_patient = known[known["patient_id"] == row.patient_id]
        results = [
            assessment.detected == "yes"
            for assessment in of_patient.itertuples()
            if any(
                _same(row.mrd_as_reported, words)
                for words in (assessment.result_as_reported, assessment.term_as_reported)
            )
        ]
        if results:
            found[row.therapy_id] = any(results)
    return found


def _same(text: str, words: str) -> bool:
    """Whether one holds the other, or a part of it (… separates them); "1%" is not in "1.1%"."""
    parts = [part.strip() for part in words.split("…") if part.strip()]
    return any(_holds(text, part) or _holds(part, text) for part in parts)


def _holds(text: str, part: str) -> bool:
    return re.search(rf"(?<![\w.,]){re.escape(part)}(?!\w)", text) is not None
