"""How a course is shown in the swimmer plot of haematology."""

import pandas as pd

from evidence.summary.figure_rows.swimmer import (
    FURTHER,
    INDEX_EVENTS,
    INDEX_PHASES,
    SwimmerWords,
    Tables,
    age_and_sex,
    swimmer_rows,
)

PHILADELPHIA = {"positive": "Ph+", "negative": "Ph−"}


def _about(case: pd.Series) -> str:
    """Age, sex and Philadelphia chromosome, as far as reported."""
    philadelphia = PHILADELPHIA.get(case["ph_status"], "Ph not reported")
    return ", ".join([*age_and_sex(case), philadelphia])


SWIMMER = SwimmerWords(
    start="index_start",
    further=FURTHER,
    phases={
        **INDEX_PHASES,
        "car_t": "car_t",
        "transplant": "transplant",
        "blinatumomab": "other_therapy",
        "therapy_start": "other_therapy",
    },
    events={
        **INDEX_EVENTS,
        "car_t": "car_t",
        "transplant": "transplant",
        "vod_sos": "vod_sos",
        "relapse": "relapse",
        "progression": "relapse",
        "therapy": "other_therapy",
        "radiotherapy": "other_therapy",
    },
    results={
        "remission_morphological": "absent",
        "complete_response": "absent",
        "negative_insufficient_sensitivity": "absent",
        "negative_sensitivity_not_stated": "absent",
        "complete_metabolic_response": "absent",
        "resolved": "absent",
        "normal": "absent",
        "positive_below_1e_4": "reduced",
        "partial_metabolic_response": "reduced",
        "pr": "reduced",
        "no_remission_marrow": "present",
        "failure": "present",
        "positive_not_comparable": "present",
        "progressive_metabolic_disease": "present",
        "progressive_disease": "present",
        "relapse": "present",
        "disease_present": "present",
        "not_evaluable_marrow_below_5_percent_at_baseline": "not_evaluable",
    },
    states=("vod_on_index", "vod_after_transplant"),
    about=_about,
    prepares="transplant",
)


def swimmer(coded: Tables, derived: Tables) -> pd.DataFrame:
    """Rows of the swimmer plot with these phases, events and responses."""
    return swimmer_rows(coded, derived, SWIMMER)
