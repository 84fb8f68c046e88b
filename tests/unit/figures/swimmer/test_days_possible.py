"""Where the symbols and the possible days of a swimmer plot stand."""

import pytest

from evidence.figures.overview.patient_timeline.band import Band
from evidence.figures.swimmer.scale import Scale, places
from tests.unit.figures.proof_reading import drawn_as
from tests.unit.figures.swimmer.invented_lanes import dose, drawn, frame, row, x_of, zero

# Days 0 to 100 on 100 points, a gap of 9 points, days 100 to 500 on 100 points.
BROKEN = Scale(0.0, 209.0, 500.0, 100.0, 220.0, 240.0, 0)


def after_transplant(bound):
    """A VOD/SOS without a day, between a transplant on day 100 and a bound."""
    return drawn(
        dose(1, 0),
        row("event", "transplant", 2, 100),
        row("event", "vod_sos", 3),
        row("bound", "engraftment", 4, bound),
        row("end", "alive", 5, 800),
    )


def points_per_day(figure):
    [transplant] = x_of(figure, "event transplant")
    return (transplant - zero(figure)) / 100


def test_days_that_a_symbol_would_hide_are_drawn_under_it():
    figure = after_transplant(110)
    [span], day = drawn_as(figure, "span between"), points_per_day(figure)
    assert list(span.get_xdata()) == pytest.approx(
        [zero(figure) + 100 * day, zero(figure) + 110 * day]
    )
    [symbol] = drawn_as(figure, "event vod_sos")
    assert span.get_ydata()[0] < symbol.get_ydata()[0] - symbol.get_markersize() / 2


def test_days_too_few_to_be_seen_are_drawn_at_least_1_2_points_wide():
    figure = after_transplant(101)
    [span] = drawn_as(figure, "span between")
    low, high = span.get_xdata()
    assert high - low == pytest.approx(1.2)
    middle = zero(figure) + 100.5 * points_per_day(figure)
    assert (low + high) / 2 == pytest.approx(middle)


def test_a_symbol_pushed_past_its_days_is_joined_to_their_middle():
    figure = after_transplant(110)
    [link], [vod] = drawn_as(figure, "moved aside"), x_of(figure, "event vod_sos")
    middle = zero(figure) + 105 * points_per_day(figure)
    assert vod > middle
    assert (link.get_xdata()[0], link.get_xdata()[-1]) == pytest.approx((vod, middle))


def test_a_symbol_within_its_days_has_no_link():
    assert drawn_as(after_transplant(500), "moved aside") == []


@pytest.mark.parametrize(
    ("low", "high", "x"),
    [
        # Day 300: 100 + 9 + 100 * 200 / 400 points.
        (100, 500, 159.0),
        (0, 500, 146.5),  # day 250: 100 + 9 + 100 * 150 / 400
        (0, 200, 100.0),  # day 100: the last before the break
        (0, 202, 109.25),  # day 101: the first after it
        (-10, 30, 10.0),  # day 10, as in a timeline, though the axis begins at day 0
        (-30, 10, 0.0),  # day -10 stands at the edge
    ],
)
def test_the_middle_is_taken_in_days(low, high, x):
    rows = frame(row("response", "marrow", 1, low, high, result="absent"))
    assert places(rows, BROKEN)[1].x == pytest.approx(x)


def test_a_timeline_takes_the_middle_in_days_across_the_first_dose():
    band = Band(0, 40, 240, -400, 400)  # 0.1 points a day before day 0, 0.5 after it
    assert band.middle({"day_low": -100, "day_high": 300}) == pytest.approx(90)  # day 100
    assert band.middle({"day_low": -300, "day_high": 100}) == pytest.approx(30)  # day -100


def test_a_reported_span_of_days_is_no_exact_day_however_narrow_the_page():
    narrow = Scale(0.0, 100.0, 1000.0, None, 120.0, 160.0, 0)  # 0.1 points a day
    rows = frame(row("event", "transplant", 1, 30, 31), row("event", "relapse", 2, 40, 40))
    found = places(rows, narrow)
    assert (found[1].exact, found[2].exact) == (False, True)
