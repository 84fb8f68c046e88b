"""How the events of a course are shown in the patient timelines of haematology."""

import pandas as pd

from evidence.summary.figure_rows.patient_timeline import (
    INDEX,
    Tables,
    TimelineWords,
    timeline_rows,
)

TIMELINE = TimelineWords(
    start="index_start",
    kinds={
        "diagnosis": "diagnosis",
        "therapy_start": "therapy",
        "therapy": "therapy",
        "blinatumomab": "therapy",
        "radiotherapy": "therapy",
        "index_start": INDEX,
        "index_dose": INDEX,
        "index_series": INDEX,
        "index_end": INDEX,
        "car_t": "car_t",
        "transplant": "transplant",
        "response": "response",
        "mrd": "response",
        "relapse": "relapse",
        "progression": "relapse",
        "vod_sos": "vod_sos",
        "follow_up": "follow_up",
    },
    ending=("car_t", "transplant", "blinatumomab"),
)


def patient_timelines(coded: Tables, derived: Tables) -> pd.DataFrame:
    """Rows of the patient timelines with these kinds of event."""
    return timeline_rows(coded, derived, TIMELINE)
