"""Values as they are written: codes by their labels in data/vocabulary, days as whole days."""

from collections.abc import Mapping
from math import ceil, floor

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


def whole_days(low: float, high: float) -> tuple[int, int]:
    """Return the whole days that hold a span of days: rounded outward, so that no day is lost.

    >>> whole_days(17.5, 24.5), whole_days(-398.3, -360.8), whole_days(67.0, 67.0)
    ((17, 25), (-399, -360), (67, 67))
    """
    return floor(low), ceil(high)
