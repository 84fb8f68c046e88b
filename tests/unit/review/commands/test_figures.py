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
