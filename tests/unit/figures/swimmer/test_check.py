"""What a swimmer plot refuses, and its words."""

import pytest

from evidence.figures import swimmer
from evidence.figures.canvas.check_frame import FrameError
from tests.unit.figures.swimmer.invented_lanes import WORDS, dose, drawn, frame, row


def test_all_faults_are_told_at_once():
    rows = [
        row("event", "dose", None, 0),
        row("event", "dose", 2, 9, 3),
        row("response", "marrow", 3, 5, result="absent"),
    ]
    rows[2]["day_high"] = None
    with pytest.raises(FrameError) as found:
        drawn(*rows)
    assert all(
        words in str(found.value)
        for words in (
            "row 0 (A), column step: is missing",
            "row 1 (A), column day_low: 9 is after day_high 3",
            "row 2 (A), column day_low: day_low and day_high",
        )
    )


@pytest.mark.parametrize(
    ("column", "value"), [("row_type", "bar"), ("kind", "surgery"), ("basis", "guessed")]
)
def test_an_unknown_code_is_refused_with_those_allowed(column, value):
    with pytest.raises(FrameError, match=f"{value}.*allowed: "):
        drawn({**dose(1, 0), column: value})


def test_the_words_tell_the_days_and_what_has_none():
    words = swimmer.describe(
        frame(
            dose(1, 0),
            row("event", "vod_sos", 2),
            row("response", "mrd", 3, 29, 30, result="reduced"),
            row("end", "not_reported", 3, 29, 30),
        ),
        **WORDS,
    )
    assert (
        "A: dose of drug X (day 0); VOD/SOS (day not known); MRD less (days 29 to 30); "
        "survival not reported."
    ) in words.long_text
    assert words.alt.strip().endswith(
        "1 of them without a known day. Of 1 patient: VOD/SOS in 1, 1 survival not reported."
    )
