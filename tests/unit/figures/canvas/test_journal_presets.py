"""What journals ask of figures: from a page with an address, each its own, and kept to."""

import itertools
from dataclasses import asdict

import pytest
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from evidence.cli import figures
from evidence.figures.canvas.journal_presets import AVOIDABLE, WIDTHS, presets
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current, style
from evidence.figures.canvas.symbols import box
from tests.unit.figures.diagnostics.invented_frames import KINDS, drawn

JOURNALS = [name for name in presets() if name != "default"]
# Widths in millimetres as the pages named in journal_presets.toml print them.
PRINTED_MM = {
    "nature": {"single": 89.0, "double": 183.0},
    "plos": {"double": 190.5},
    "bmc": {"single": 85.0, "double": 176.0},
    "blood": {"single": 80.0, "one_and_a_half": 115.0, "double": 170.0},
    "lancet": {"single": 75.0, "double": 154.0},
    "elsevier": {"single": 90.0, "one_and_a_half": 140.0, "double": 190.0},
}


@pytest.mark.parametrize("name", JOURNALS)
def test_a_journal_has_the_widths_of_its_page_and_the_address_of_that_page(name):
    preset = presets()[name]
    assert preset.widths_mm == PRINTED_MM[name]
    assert preset.source.startswith("http") and preset.seen.year >= 2026


@pytest.mark.parametrize("name", list(presets()))
def test_sizes_lie_in_the_range_the_journal_prints(name):
    preset = presets()[name]
    smallest = preset.printed_smallest_text_pt or 7.0
    largest = preset.printed_largest_text_pt or 12.0
    assert smallest <= preset.small_pt <= preset.text_pt <= largest
    assert smallest <= preset.heading_pt <= largest
    assert set(preset.avoid) <= set(AVOIDABLE)


@pytest.mark.parametrize("name", [name for name in JOURNALS if name != "lancet"])
def test_default_fits_every_journal_that_its_label_names(name):
    default, journal = presets()["default"], presets()[name]
    assert journal.label.split()[0] in default.label
    assert default.width_mm("single") <= journal.width_mm("single")
    assert default.width_mm("double") <= max(journal.widths_mm.values())


def test_no_two_presets_draw_and_write_alike():
    def asked(name: str) -> dict:
        not_drawn = ("name", "label", "source", "seen", "note")
        return {key: v for key, v in asdict(presets()[name]).items() if key not in not_drawn}

    alike = [
        pair for pair in itertools.combinations(presets(), 2) if asked(pair[0]) == asked(pair[1])
    ]
    assert alike == []


def test_the_command_names_every_preset():
    option = figures.__annotations__["journal"]
    assert all(name in str(option.__metadata__[0].help) for name in presets())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", JOURNALS)
def test_every_width_lies_within_what_the_journal_prints(name, width):
    preset = presets()[name]
    least = preset.smallest_width_mm or min(preset.widths_mm.values())
    assert least <= preset.width_mm(width) <= max(preset.widths_mm.values())


def hatched_box():
    return box(Page(current().figure("single", 40)), 1, 1, 20, 9, "0.2", hatch="////")


def test_a_journal_without_patterns_gets_open_areas_in_an_outline_of_their_colour():
    with style("nature"):
        open_area = hatched_box()
    with style():
        patterned = hatched_box()
    assert patterned.get_hatch() == "////" and not open_area.get_hatch()
    assert to_rgb(open_area.get_facecolor()) == (1, 1, 1)
    assert to_rgb(open_area.get_edgecolor()) == pytest.approx((0.2, 0.2, 0.2))
    assert open_area.get_linewidth() > patterned.get_linewidth()


@pytest.mark.parametrize(("journal", "count"), [("nature", 0), ("blood", 4)])
def test_a_journal_without_gridlines_gets_none(journal, count):
    figure, _ = drawn("drapery", KINDS["drapery"][1](4), journal=journal)
    assert len(figure.findobj(lambda artist: artist.get_gid() == "level line")) == count


@pytest.mark.parametrize("name", KINDS)
def test_text_has_no_colour(name):
    figure, _ = drawn(name, KINDS[name][1](4), journal="nature")
    colours = [to_rgb(text.get_color()) for text in figure.findobj(Text) if text.get_text()]
    assert colours and all(red == green == blue for red, green, blue in colours)


def test_what_no_journal_asks_for_cannot_be_avoided():
    with style() as figure_style, pytest.raises(ValueError, match="legends"):
        figure_style.avoids("legends")
