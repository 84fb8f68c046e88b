"""Exported files: the same bytes each time, readable text, RGB TIFF, a true record."""

import hashlib
import json
import os
import subprocess
import sys

import matplotlib
import pandas as pd
import pytest
from PIL import Image

from evidence.figures import forest
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.export import export
from evidence.figures.canvas.style import style

WORDS = Description("Invented ratios", "Squares are invented.", "Forest plot of invented ratios.")
EVERY = ("svg", "pdf", "png", "tiff")

SCRIPT = """
import sys
import pandas as pd
from evidence.figures import forest
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.export import export
from evidence.figures.canvas.style import style
frame = pd.read_json(sys.argv[1], orient="records")
with style() as figure_style:
    figure = figure_style.figure()
    forest.draw(figure, frame, measure="risk_ratio")
    export(figure, "twice", sys.argv[2], description=Description("t", "c", "a"), data=frame,
           formats=("svg", "pdf", "png", "tiff"))
"""


@pytest.fixture
def exported(ratios, tmp_path):
    frame = ratios(4)
    with style() as figure_style:
        figure = figure_style.figure()
        forest.draw(figure, frame, measure="risk_ratio", arms=("One", "Other"))
        return export(
            figure, "forest", tmp_path, description=WORDS, data=frame, formats=EVERY, dpi=600
        ), frame


def test_two_processes_write_the_same_bytes(ratios, tmp_path):
    ratios(5, "cjk").to_json(tmp_path / "frame.json", orient="records")
    digests = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(tmp_path / "frame.json"), str(folder)],
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        digests.append(
            {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
        )
    assert digests[0] == digests[1]
    assert sorted(digests[0]) == [
        f"twice.{kind}" for kind in ("csv", "json", "pdf", "png", "svg", "tiff")
    ]


def test_a_readers_own_settings_change_no_byte(ratios, tmp_path):
    frame, written = ratios(4), []
    settings_of_a_reader = {
        "svg.fonttype": "path",
        "svg.hashsalt": None,
        "text.hinting": "force_autohint",
        "path.snap": False,
        "savefig.bbox": "tight",
        "savefig.transparent": True,
        "font.family": ["serif"],
        "savefig.dpi": 33,
        "pdf.fonttype": 3,
        "axes.linewidth": 3.0,
        "image.composite_image": False,
    }
    for settings in ({}, settings_of_a_reader):
        with style() as figure_style:
            figure = figure_style.figure()
            forest.draw(figure, frame, measure="risk_ratio")
        with matplotlib.rc_context(settings):
            paths = export(
                figure,
                "same",
                tmp_path / str(len(settings)),
                description=WORDS,
                data=frame,
                formats=EVERY,
            )
        written.append({kind: path.read_bytes() for kind, path in paths.items()})
    assert written[0] == written[1]


def test_no_file_names_its_maker_or_a_date(exported):
    paths, _ = exported
    for kind in ("svg", "pdf", "png", "tiff"):
        content = paths[kind].read_bytes()
        for word in (
            b"CreationDate",
            b"Matplotlib",
            b"matplotlib.org",
            b"Producer",
            b"dc:date",
            b"Software",
        ):
            assert word not in content, (kind, word)


def test_text_stays_text(exported):
    paths, _ = exported
    svg = paths["svg"].read_text("utf-8")
    for words in ("Invented study 1", "[0.38, 0.65]", "Risk ratio (log scale)"):
        assert f">{words}</text>" in svg
    pdf = paths["pdf"].read_bytes()
    assert b"/FontFile2" in pdf and b"/Type3" not in pdf


def test_tiff_is_what_journals_take(exported):
    paths, _ = exported
    with Image.open(paths["tiff"]) as image:
        assert image.mode == "RGB"
        assert image.info["compression"] == "tiff_lzw"
        assert [float(value) for value in image.info["dpi"]] == [600, 600]
        assert image.size[0] == pytest.approx(170 / 25.4 * 600, abs=1)
        assert getattr(image, "n_frames", 1) == 1
        assert image.getpixel((0, 0)) == (255, 255, 255)
        assert image.getextrema()[0][0] < 40  # and something was drawn


def test_png_has_the_asked_resolution(exported):
    with Image.open(exported[0]["png"]) as image:
        assert image.info["dpi"][0] == pytest.approx(600, abs=1)


def test_record_matches_the_files(exported):
    paths, frame = exported
    record = json.loads(paths["json"].read_text("utf-8"))
    for kind in EVERY:
        assert (
            record["files"][kind]["sha256"] == hashlib.sha256(paths[kind].read_bytes()).hexdigest()
        )
    assert record["data"]["sha256"] == hashlib.sha256(paths["csv"].read_bytes()).hexdigest()
    assert record["sources"] == [f"effects:invented_{i}" for i in range(4)]
    assert record["alt"] == WORDS.alt and record["title"] == WORDS.title
    assert record["size_mm"]["width"] == 170
    pd.testing.assert_frame_equal(pd.read_csv(paths["csv"]), frame, check_dtype=False, rtol=1e-11)


def test_a_failed_export_leaves_the_old_files(exported, tmp_path, monkeypatch):
    paths, frame = exported
    before = {path: path.read_bytes() for path in paths.values()}
    with style() as figure_style:
        figure = figure_style.figure()
        monkeypatch.setattr(
            figure, "savefig", lambda *a, **k: (_ for _ in ()).throw(OSError("full"))
        )
        with pytest.raises(OSError, match="full"):
            export(figure, "forest", tmp_path, description=WORDS, data=frame)
    assert {path: path.read_bytes() for path in paths.values()} == before
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.parametrize(
    ("change", "words"), [({"formats": ["gif"]}, "gif"), ({"name": "../x"}, "file name")]
)
def test_bad_wishes_are_refused(change, words, ratios, tmp_path):
    with style() as figure_style:
        options = {"name": "x", "description": WORDS, "data": ratios(1), **change}
        with pytest.raises(ValueError, match=words):
            export(figure_style.figure(), folder=tmp_path, **options)


def test_a_description_needs_all_its_words():
    with pytest.raises(ValueError, match="caption, alt"):
        Description("Title", " ", "")
