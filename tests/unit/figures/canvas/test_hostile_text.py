"""Whatever a label holds, the files of a figure can be opened and hold it as text."""

import csv
import io
import json
import warnings
from xml.etree import ElementTree

import pandas as pd

from evidence.figures.canvas.description import Description
from evidence.figures.canvas.export import export
from evidence.figures.canvas.style import style
from evidence.files.escape import printable
from tests.unit.tables.nasty import NASTY

WRITABLE = [text for text in NASTY if "\ud800" not in text]  # no font library takes a surrogate


def exported(folder):
    words = " ".join(NASTY)
    with style() as figure_style, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # signs that the font has not
        figure = figure_style.figure("single", 40)
        for text in WRITABLE:
            figure.text(0.1, 0.5, text)
        return export(
            figure,
            "nasty",
            folder,
            formats=["svg"],
            description=Description(words, words, words),
            data=pd.DataFrame({"label": NASTY, "value": -1.5}),
        )


def test_the_svg_can_be_opened_and_runs_nothing(tmp_path):
    root = ElementTree.fromstring(exported(tmp_path)["svg"].read_bytes())
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not names & {"script", "a", "foreignObject"}
    shown = "".join(root.itertext())
    assert "<script>alert(1)</script>" in shown and "\x0c" not in shown


def test_the_data_hold_no_formula_and_the_record_can_be_read(tmp_path):
    paths = exported(tmp_path)
    rows = list(csv.reader(io.StringIO(paths["csv"].read_text("utf-8"), newline="")))
    assert len(rows) == len(NASTY) + 1
    assert not any(row[0].lstrip().startswith(("=", "+", "-", "@")) for row in rows[1:])
    assert {row[1] for row in rows[1:]} == {"-1.5"}
    assert json.loads(paths["json"].read_text("utf-8"))["alt"] == printable(" ".join(NASTY))
