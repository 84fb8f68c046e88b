"""Codes as words: labels of the code lists, and of the categories that rules give."""

import pandas as pd

from evidence.tables.core.number_format import NOT_APPLICABLE, NOT_REPORTED, state

Tables = dict[str, pd.DataFrame]

RESPONSES = {
    "not_reported": NOT_REPORTED,
    "not_applicable": NOT_APPLICABLE,
    "remission_morphological": "Morphological remission",
    "no_remission_marrow": "No remission: marrow",
    "no_remission_extramedullary_disease": "No remission: extramedullary disease",
    "no_remission_mrd_at_least_1_percent": "No remission: MRD ≥1%",
    "remission_counts_not_reported": "Remission, counts not reported",
    "not_evaluable_marrow_below_5_percent_at_baseline": (
        "Not evaluable: marrow <5% blasts at baseline"
    ),
    "complete_response": "MRD complete response",
    "failure": "MRD failure (≥10⁻⁴)",
    "positive_below_1e_4": "MRD positive, <10⁻⁴",
    "positive_not_comparable": "MRD positive, scale not comparable",
    "negative_insufficient_sensitivity": "MRD-negative, sensitivity too low",
    "negative_sensitivity_not_stated": "MRD-negative, sensitivity not stated",
    "complete_metabolic_response": "Complete metabolic response",
    "partial_metabolic_response": "Partial metabolic response",
    "progressive_metabolic_disease": "Progressive metabolic disease",
}
COMPARTMENTS = {
    "marrow": "Marrow",
    "mrd": "MRD",
    "extramedullary": "Extramedullary",
    "cns": "CNS",
    "integrated": "Whole patient",
}
STANDINGS = {
    "as_label": "As label",
    "off_schedule": "Off schedule",
    "impossible": "Impossible",
    "absolute_dose": "Absolute dose, not per m²",
    "no_label_dose": "No label dose",
    "as_printed": "As printed",
    "not_printed": "Dose not printed",
}
EXCLUSIONS = {
    "none": "Yes",
    "inferred_numerator": "No: numerator inferred",
    "randomised_arm": "No: arm of a randomised trial",
    "same_patients": "No: same patients",
    "combination": "No: combination",
    "maintenance": "No: maintenance",
    "mrd_positive_remission": "No: remission with MRD",
    "other_population": "No: other population",
    "other_measure": "No: other measure",
    "numerator_not_stated": "No: numerator not stated",
    "only_in_a_report": "No: seen only in a case report",
}


def response(code: str) -> str:
    """A harmonised response in words; a category without words of its own is spelt out."""
    return RESPONSES.get(code) or state(code)
