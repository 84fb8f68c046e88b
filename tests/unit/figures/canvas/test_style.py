"""The style is a context, the presets have sources, the grey palette can be told apart."""

import itertools
import subprocess
import sys

import matplotlib
import pytest
from matplotlib.colors import to_rgb

from evidence.figures.canvas.journal_presets import presets
from evidence.figures.canvas.style import GREYS, NAMES, bold, current, style


def test_nothing_global_changes_even_after_an_error():
    before = dict(matplotlib.rcParams)
    with pytest.raises(RuntimeError), style("nature", "grey"):
        assert matplotlib.rcParams["svg.fonttype"] == "none"
        raise RuntimeError
    assert dict(matplotlib.rcParams) == before
    assert current().preset.name == "default"


def test_styles_nest():
    with style("nature") as outer:
        with style("bmc"):
            assert current().preset.name == "bmc"
        assert current() is outer


def test_every_line_is_at_least_half_a_point():
    with style():
        widths = {
            key: value
            for key, value in matplotlib.rcParams.items()
            if key.endswith((".linewidth", ".width"))
            and key.startswith(("axes", "lines", "patch", "hatch", "xtick", "ytick"))
        }
    assert widths and min(widths.values()) >= 0.5


def test_figure_has_the_width_of_the_journal():
    with style("nature") as figure_style:
        assert figure_style.figure("double", 50).get_size_inches() * 25.4 == pytest.approx(
            [183, 50]
        )


def test_greys_are_grey_and_distinct():
    with style(palette="grey") as figure_style:
        shades = [to_rgb(figure_style.colour(name)) for name in NAMES]
    assert all(r == g == b for r, g, b in shades)
    levels = sorted(shade[0] for shade in shades)
    assert min(b - a for a, b in itertools.pairwise(levels)) > 0.06
    assert set(GREYS) == set(NAMES)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: style("gazette").__enter__(), "gazette"),
        (lambda: style(palette="sepia").__enter__(), "sepia"),
        (lambda: current().colour("pink"), "pink"),
        (lambda: presets()["bmc"].width_mm("triple"), "triple"),
    ],
)
def test_unknown_names_are_named_with_what_is_allowed(call, words):
    with pytest.raises(ValueError, match=words) as caught:
        call()
    assert "allowed are" in str(caught.value)


def test_bold_falls_back_where_there_is_no_bold_letter():
    assert bold("Total")["weight"] == "bold"
    assert bold("合计")["weight"] == "normal"


def test_importing_draws_in_nothing_heavy():
    code = (
        "import sys, evidence.figures, evidence.figures.canvas.style, "
        "evidence.figures.canvas.export; "
        "print([m for m in ('pandas', 'scipy', 'statsmodels', 'matplotlib.pyplot') if m "
        "in sys.modules])"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert printed.strip() == "[]"
