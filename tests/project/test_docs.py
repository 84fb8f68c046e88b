"""Generated pages are what `make docs` writes."""

from pathlib import Path

import pytest

from docs.make.pages import PAGES

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_up_to_date(name):
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == PAGES[name](ROOT), "run `make docs` and look at what changed"
