"""`evidence figures`: some figures, in a journal's sizes and formats; what is unknown is said all
at once.
"""

from pathlib import Path

from PIL import Image
from typer.testing import CliRunner

from evidence.cli import app
from evidence.figures.canvas.journal_presets import preset

ROOT = Path(__file__).parents[4]


def figures(*options):
    return CliRunner().invoke(app, ["figures", "--project", str(ROOT), *options])


def test_a_tiff_for_a_journal(tmp_path):
    result = figures(
        "--only",
        "inovate_mrd_rates",
        "--journal",
        "nature",
        "--format",
        "tiff",
        "--dpi",
        "600",
        "--output",
        str(tmp_path),
    )
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "inovate_mrd_rates.csv",
        "inovate_mrd_rates.json",
        "inovate_mrd_rates.tiff",
    ]
    with Image.open(tmp_path / "inovate_mrd_rates.tiff") as picture:
        assert (picture.mode, picture.info["compression"], picture.info["dpi"]) == (
            "RGB",
            "tiff_lzw",
            (600, 600),
        )
        assert abs(picture.width / 600 * 25.4 - preset("nature").width_mm("double")) < 0.1


def test_everything_unknown_is_said_at_once(tmp_path):
    result = figures(
        "--only",
        "nope",
        "--journal",
        "cell",
        "--palette",
        "sepia",
        "--format",
        "bmp",
        "--output",
        str(tmp_path),
    )
    assert result.exit_code == 1
    assert all(f"{what!r} is unknown" in result.output for what in ("nope", "cell", "sepia", "bmp"))
    assert "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_journals_own_formats_and_resolution_are_used(tmp_path):
    result = figures("--only", "inovate_mrd_rates", "--journal", "plos", "--output", str(tmp_path))
    assert result.exit_code == 0, result.output
    assert {path.suffix for path in tmp_path.iterdir()} == {".csv", ".json", ".tiff"}
    with Image.open(tmp_path / "inovate_mrd_rates.tiff") as picture:
        assert picture.info["dpi"] == (preset("plos").dpi, preset("plos").dpi)


def test_a_figure_higher_than_the_journals_page_is_said(tmp_path):
    asked = ("--journal", "nature", "--width", "single", "--output", str(tmp_path))
    result = figures("--only", "patient_timelines", "--only", "inovate_mrd_rates", *asked)
    assert "patient_timelines: " in result.output and "Nature allows 170 mm" in result.output
    assert "inovate_mrd_rates: " not in result.output


def test_a_single_column_may_be_asked_for(tmp_path):
    asked = ("--width", "single", "--format", "png", "--output", str(tmp_path))
    assert figures("--only", "inovate_mrd_rates", *asked).exit_code == 0
    with Image.open(tmp_path / "inovate_mrd_rates.png") as picture:
        assert abs(picture.width / 300 * 25.4 - preset("default").width_mm("single")) < 0.1
    assert "allowed: single" in figures("--width", "wide", "--output", str(tmp_path)).output
