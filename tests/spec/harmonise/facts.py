"""Facts of one patient as coded rows, and a diagnosis so many days from the first dose."""

import pandas as pd

from tests.spec.harmonise.tables import rows

DATED = ["patient_id", "event", "day_low", "day_high", "sources"]


def characteristics(*cells):
    shared = {"patient_id": "p", "timing": "at_index", "basis": "reported"}
    return rows(
        "characteristics",
        *(
            shared | {"characteristic_id": f"c{number}"} | row
            for number, row in enumerate(cells, 1)
        ),
    )


def dated(low, high):
    return pd.DataFrame([("p", "diagnosis", low, high, "timeline:t1")], columns=DATED)
