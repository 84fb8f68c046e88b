"""The typeface of the figures: the same on every machine, as wide as Arial."""

import re
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest

from evidence.figures.canvas.description import Description
from evidence.figures.canvas.export import export
from evidence.figures.canvas.style import style
from evidence.figures.canvas.text import width_pt
from evidence.figures.fonts import FAMILIES

# Arial's advance widths in thousandths of the size, from Adobe's metrics of Helvetica
# (Helvetica.afm, Core 14 fonts), to which Arial is made equal.
HELVETICA = {"a": 556, "i": 222, "M": 833, "0": 556, "(": 333, " ": 278}


@pytest.mark.parametrize("letter", HELVETICA)
def test_a_letter_is_as_wide_as_in_helvetica(letter):
    with style():
        assert width_pt(letter * 2, 1000) - width_pt(letter, 1000) == pytest.approx(
            HELVETICA[letter], abs=1
        )


def test_the_regular_and_the_bold_face_are_those_of_the_package():
    from matplotlib.font_manager import findfont

    folder = Path(str(files("evidence.figures.fonts")))
    with style():
        assert Path(findfont("Arimo")) == folder / "Arimo-Regular.ttf"
        assert Path(findfont("Arimo:bold")) == folder / "Arimo-Bold.ttf"


def test_an_svg_asks_for_faces_of_the_same_width_and_for_no_other(tmp_path):
    with style() as figure_style:
        figure = figure_style.figure("single", 40)
        figure.text(0.1, 0.1, "τ² 0.1 成人")
        paths = export(
            figure,
            "text",
            tmp_path,
            formats=["svg"],
            description=Description("Text", "Text.", "Text."),
            data=pd.DataFrame({"value": [1]}),
        )
    families = set(re.findall("font-family: ([^;]*);", paths["svg"].read_text("utf-8")))
    assert families == {"'Arimo', 'Arial', 'Helvetica', 'Liberation Sans', sans-serif"}


def test_the_font_has_the_signs_of_the_field():
    from matplotlib.font_manager import get_font

    folder = Path(str(files("evidence.figures.fonts")))
    for face in ("Arimo-Regular.ttf", "Arimo-Bold.ttf"):
        letters = set(get_font(str(folder / face)).get_charmap())
        assert {ord(letter) for letter in "τ²⁻⁶×−–≤≥±μχ→←½…"} <= letters


# One letter each of the signs of the field, simplified and traditional Chinese, Japanese, Korean.
LETTERS = "β≥→τ²10⁻⁴★◆✓例试試かカ한"


@pytest.mark.parametrize("letter", LETTERS)
def test_no_letter_is_drawn_as_a_box(letter):
    from matplotlib.font_manager import findfont, get_font

    with style():
        faces = [get_font(findfont(family)) for family in FAMILIES[:-1]]
    assert FAMILIES[-1].startswith("Last Resort")
    assert any(ord(letter) in face.get_charmap() for face in faces)


def test_letters_of_several_faces_are_the_same_bytes_and_their_faces_are_embedded(tmp_path):
    def drawn(folder):
        with style() as figure_style:
            figure = figure_style.figure("single", 40)
            figure.text(0.1, 0.4, LETTERS)
            words = Description("Text", "Text.", "Text.")
            data = pd.DataFrame({"value": [1]})
            paths = export(figure, "text", tmp_path / folder, description=words, data=data)
        return {kind: path.read_bytes() for kind, path in paths.items()}

    once = drawn("once")
    assert once == drawn("again")
    assert {b"Arimo-Regular", b"WenQuanYiMicroHei"} <= set(
        re.findall(rb"/BaseFont /[A-Z]{6}\+([\w-]+)", once["pdf"])
    )
    assert b"LastResort" not in once["pdf"]


def test_the_licence_of_each_face_comes_with_it():
    folder = Path(str(files("evidence.figures.fonts")))
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text("utf-8")
    apache = (folder / "APACHE.txt").read_text("utf-8")
    assert "Apache License" in apache and "WenQuanYi" in apache and "changed" in apache
