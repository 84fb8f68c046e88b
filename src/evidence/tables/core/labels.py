"""Codes as words in cells: harmonised responses, from the code lists."""

from collections.abc import Mapping

import pandas as pd

from evidence.coded.labels import labels
from evidence.tables.core.number_format import NOT_APPLICABLE, NOT_REPORTED

Tables = Mapping[str, pd.DataFrame]


def response_labels(coded: Tables) -> dict[str, str]:
    """Label by code of every harmonised response: categories of the rules, then coded responses."""
    states = {"not_reported": NOT_REPORTED, "not_applicable": NOT_APPLICABLE}
    return labels(coded, "responses") | labels(coded, "response_categories") | states
