"""The contact sheets: what each column shows, and that nothing is wrong with text in any preset."""

import numpy as np
import pytest
from PIL import Image

from bench import contact_sheets
from evidence.figures.canvas.journal_presets import presets
from tests.unit.figures.diagnostics.invented_frames import KINDS, drawn
from tests.unit.figures.proof_reading import problems

NARROW = ("labbe", "bubble", "baujat", "drapery", "funnel")


def of_colour(*rgb):
    return Image.new("RGB", (1, 1), rgb)


# By hand: 0.2126, 0.7152 and 0.0722 after the curve of sRGB are 127, 220 and 76 of 255.
@pytest.mark.parametrize(
    ("rgb", "grey"), [((255, 0, 0), 127), ((0, 255, 0), 220), ((0, 0, 255), 76)]
)
def test_grey_is_the_luminance(rgb, grey):
    [[seen]] = np.asarray(contact_sheets.seen(of_colour(*rgb), contact_sheets.LUMINANCE)).tolist()
    assert seen == [grey] * 3


def test_red_and_green_come_nearer_with_deuteranopia_and_greys_stay():
    red, green, grey = (
        np.asarray(contact_sheets.seen(of_colour(*rgb), contact_sheets.DEUTERANOPIA))[0, 0]
        for rgb in ((213, 94, 0), (0, 158, 115), (120, 120, 120))
    )
    assert np.abs(grey.astype(int) - 120).max() <= 1
    assert abs(int(red[0]) - int(green[0])) < 100 < 213


def test_a_row_shows_a_figure_four_times_and_a_sheet_ends_before_it_is_too_high():
    def drawing(made):
        return drawn("labbe", KINDS["labbe"][1](5), width="single", journal=made.preset.name)[0]

    row, wrong = contact_sheets.row_of("labbe", drawing, "lancet")
    assert wrong == []
    picture = row.width // 4 - contact_sheets.EDGE_PX
    assert picture == pytest.approx(75 / 25.4 * contact_sheets.DPI, abs=1)
    many = [row] * (contact_sheets.SHEET_PX // row.height + 1)
    assert [sheet.height for sheet in contact_sheets.sheets(many)] == [
        row.height * (len(many) - 1),
        row.height,
    ]


@pytest.mark.parametrize("name", NARROW)
@pytest.mark.parametrize("journal", list(presets()))
def test_no_text_is_small_clipped_or_over_another_in_any_preset(journal, name):
    figure, _ = drawn(name, KINDS[name][1](9), journal=journal)
    assert problems(figure, presets()[journal].small_pt) == []
