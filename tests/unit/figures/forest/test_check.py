"""What a forest plot refuses to draw, and what it says of it."""

import pytest

from evidence.figures.canvas.check_frame import FrameError
from tests.unit.figures.forest.invented_plot import drawn, with_summary


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda r: with_summary(r(2)), "2 population"),
        (lambda r: with_summary(r(4).assign(layer="case")), "single patients"),
        (lambda r: with_summary(r(4).assign(patient_id="P")), "single patients"),
        (lambda r: with_summary(r(4).assign(family="one family")), "1 population"),
        (
            lambda r: with_summary(r(4).assign(group=["a", "a", "b", "b"]), group="a"),
            "2 population",
        ),
        (lambda r: r(3).drop(columns=["low", "high"]), "needs column.s. low, high"),
        (lambda r: r(3).assign(row_type="trial"), "'trial'; allowed: study"),
        (lambda r: r(1).assign(row_type="prediction"), "lacks its rule"),
        (lambda r: r(2).assign(low=9.0), "column low: 9 is above high"),
        (lambda r: r(2).assign(estimate=0.0), "column estimate: 0; allowed: a number above 0"),
        (lambda r: r(2).assign(weight=-1.0), "column weight: -1; allowed: a number, 0 or more"),
        (
            lambda r: r(0).reindex(columns=["row_type", "label", "estimate", "low", "high"]),
            "at least one row",
        ),
    ],
)
def test_refusals_say_why(make, words, ratios):
    with pytest.raises(FrameError, match=words):
        drawn(make(ratios))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"measure": "luck"}, "luck"),
        ({"layout": "prl"}, "prl"),
        ({"columns": {"nowhere": "x"}}, "nowhere"),
        ({"width": "single"}, "does not fit 227 pt"),
        ({"limits": (0, 2)}, "must lie above 0"),
        ({"limits": (3, 2)}, "must ascend"),
        (
            {"measure": "proportion", "limits": (0, 1)},
            "column high: 1.05; allowed: a number from 0 to 1",
        ),
    ],
)
def test_wishes_that_cannot_be_met(options, words, ratios):
    with pytest.raises(FrameError, match=words):
        drawn(ratios(3), **options)


def test_every_refusal_is_said_at_once(ratios):
    frame = with_summary(ratios(2).assign(low=9.0))
    with pytest.raises(
        FrameError,
        match=r"row 0 \(Invented study 1\), column low: 9.*row 1 \(.*low: 9.*2 population",
    ):
        drawn(frame)
