"""The page of figures and the sentences of notebooks show cells as text."""

import json

import pytest

from evidence.files.escape import markdown
from evidence.review.build.figures import gallery_page
from tests.unit.tables.nasty import NASTY


@pytest.mark.parametrize("text", NASTY, ids=ascii)
def test_the_page_of_figures_keeps_its_shape(text, tmp_path):
    record = json.dumps({"title": text, "alt": text, "caption": text, "finding": ""})
    (tmp_path / "plot.json").write_text(record, encoding="utf-8")
    lines = gallery_page(tmp_path, ["plot"]).splitlines()
    assert lines[4] == f"## {markdown(text)}"
    assert lines[6] == f"![{markdown(text)}](plot.png)"
    assert lines[8] == markdown(text) and len(lines) == 11
