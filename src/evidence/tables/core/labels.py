"""Codes and keys as words in cells: harmonised responses, patients."""

from collections.abc import Mapping

import pandas as pd

from evidence.coded.labels import labels
from evidence.tables.core.number_format import NOT_APPLICABLE, NOT_REPORTED

Tables = Mapping[str, pd.DataFrame]


def response_labels(coded: Tables) -> dict[str, str]:
    """Label by code of every harmonised response: categories of the rules, then coded responses."""
    states = {"not_reported": NOT_REPORTED, "not_applicable": NOT_APPLICABLE}
    return labels(coded, "responses") | labels(coded, "response_categories") | states


def case_labels(derived: Tables) -> dict[str, str]:
    """Label of every patient by its key."""
    return dict(zip(derived["cases"]["patient_id"], derived["cases"]["label"], strict=True))
