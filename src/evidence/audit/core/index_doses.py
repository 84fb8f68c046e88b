"""Doses of the index therapy."""

import pandas as pd

from evidence.audit.core.findings import Frames


def doses_of_index(coded: Frames) -> pd.DataFrame:
    """The doses of every therapy whose class is the index therapy."""
    therapies, doses = coded["therapies"], coded["doses"]
    of_index = therapies.loc[therapies["therapy_class"] == "index", "therapy_id"]
    return doses[doses["therapy_id"].isin(of_index)]
