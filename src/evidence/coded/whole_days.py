"""The one way in which days are rounded to whole days, wherever they are written."""

from math import ceil, floor


def whole_days(low: float, high: float) -> tuple[int, int]:
    """Return the whole days that hold a span of days: rounded outward, so that no day is lost.

    >>> whole_days(17.5, 24.5), whole_days(-398.3, -360.8), whole_days(67.0, 67.0)
    ((17, 25), (-399, -360), (67, 67))
    """
    return floor(low), ceil(high)
