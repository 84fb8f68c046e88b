"""Generated pages are what `make docs` writes."""

from pathlib import Path

import pytest

from docs.make.architecture_page import without_implied
from docs.make.pages import PAGES

ROOT = Path(__file__).parents[2]


def test_arrows_that_follow_from_others_are_left_out_of_the_picture():
    assert without_implied({("a", "b"), ("b", "c"), ("a", "c"), ("d", "c")}) == [
        ("a", "b"),
        ("b", "c"),
        ("d", "c"),
    ]


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_up_to_date(name):
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == PAGES[name](ROOT), "run `make docs` and look at what changed"
