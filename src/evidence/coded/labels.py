"""Codes as words: the labels of the code lists in data/vocabulary."""

from collections.abc import Mapping

import pandas as pd


def labels(coded: Mapping[str, pd.DataFrame], vocabulary: str) -> dict[str, str]:
    """Label by code of a code list, in its order.

    Parameters
    ----------
    coded : coded tables and code lists by name. vocabulary : the name of the code list.

    >>> sets = pd.DataFrame({"code": ["all_treated"], "label": ["All treated"]})
    >>> labels({"analysis_sets": sets}, "analysis_sets")
    {'all_treated': 'All treated'}
    """
    codes = coded[vocabulary]
    return dict(zip(codes["code"], codes["label"], strict=True))
