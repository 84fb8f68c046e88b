"""The page of figures and the sentences of notebooks show cells as text."""

import json

import pandas as pd
import pytest

from evidence.files.escape import markdown
from evidence.review import notebook
from evidence.review.build.figures import gallery_page
from tests.unit.tables.nasty import NASTY


@pytest.mark.parametrize("text", NASTY, ids=ascii)
def test_the_page_of_figures_keeps_its_shape(text, tmp_path):
    record = json.dumps({"title": text, "alt": text, "caption": text})
    (tmp_path / "plot.json").write_text(record, encoding="utf-8")
    lines = gallery_page(tmp_path, ["plot"]).splitlines()
    assert lines[4] == f"## {markdown(text)}"
    assert lines[6] == f"![{markdown(text)}](plot.png)"
    assert lines[8] == markdown(text) and len(lines) == 11


@pytest.fixture
def displayed(monkeypatch):
    shown = []
    monkeypatch.setattr(notebook, "display", lambda output, **more: shown.append(output))
    return shown


@pytest.mark.parametrize("text", NASTY, ids=ascii)
def test_a_sentence_shows_a_cell_as_text_and_a_number_as_it_is(text, displayed):
    row = pd.Series({"label": text, "n": 3, "rate": 0.25, "sources": "cases:a"})
    notebook.say("**{row[label]}**: {row[n]}, {row[rate]:.1f}", row=row)
    assert displayed[0].data == f"**{markdown(text)}**: 3, 0.2"
