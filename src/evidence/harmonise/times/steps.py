"""Days from one entry of a timeline to another."""

from dataclasses import dataclass

from evidence.harmonise.times.intervals import read_day_numbers, read_interval, read_week

# Relations to an anchor that place an entry in the order of the events.
IN_ORDER = ("on", "after", "before", "through")


@dataclass(frozen=True)
class Step:
    """How many days lie between two entries, at least and at most, and whether
    that was inferred.
    """

    low: float
    high: float
    inferred: bool = False

    def reversed(self) -> "Step":
        return Step(-self.high, -self.low, self.inferred)

    def then(self, other: "Step") -> "Step":
        return Step(self.low + other.low, self.high + other.high, self.inferred or other.inferred)


def read_step(text: str, relation: str, day_convention: str) -> Step | None:
    """Days from the anchor to an entry, or None where the text has no number of days.

    A negative day lies before its anchor, whichever relation is coded.

    >>> read_step("day 17", "after", "day_0")
    Step(low=17, high=17, inferred=False)
    >>> read_step("day 8", "after", "day_1")
    Step(low=7, high=7, inferred=False)
    >>> read_step("10 days", "before", "")
    Step(low=-10.0, high=-10.0, inferred=False)
    >>> read_step("day 30", "after", "")
    Step(low=29, high=30, inferred=False)
    >>> read_step("day −5", "before", "day_0")
    Step(low=-5, high=-5, inferred=False)
    >>> read_step("for ten days", "through", "")  # the last of ten days from the anchor on
    Step(low=9.0, high=9.0, inferred=False)
    """
    if relation == "on":
        return Step(0, 0)
    if relation not in IN_ORDER:
        return None
    numbers = read_day_numbers(text)
    if numbers is not None:
        # Where the convention is not reported the day can be either of two.
        step = Step(
            numbers[0] - (day_convention != "day_0"), numbers[1] - (day_convention == "day_1")
        )
        negative = numbers[0] < 0
    else:
        interval = read_interval(text) or read_week(text)
        if interval is None:
            return None
        included, negative = float(relation == "through"), False
        step = Step(interval[0] - included, interval[1] - included)
    return step.reversed() if relation == "before" and not negative else step
