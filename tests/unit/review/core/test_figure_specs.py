"""Figures declared in review.toml: what is wrong is said all at once, with the nearest names."""

from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from evidence.coded.problems import ProblemsFound
from evidence.coded.settings import Settings
from evidence.domains.definitions import Definitions
from evidence.figures.canvas.description import Description
from evidence.review.build.figures import draw_figures
from evidence.review.core.figure_specs import figure_specs
from evidence.summary.figure_rows.forest import NothingPooled

FOREST = {"forest": "evidence.figures.forest"}


def counted(coded: object, derived: object, *, outcome: str, least: int = 1) -> pd.DataFrame:
    """Rows of an outcome."""
    return pd.DataFrame({"outcome": [outcome] * least})


DEFINITIONS = Definitions("tried", figure_kinds=FOREST, figure_rows={"counted": counted})


def read(*entries: object) -> dict:
    return figure_specs(Settings(sections={"figures": [*entries]}), DEFINITIONS)


SOUND = {
    "name": "tried",
    "kind": "forest",
    "rows": "counted",
    "rows_options": {"outcome": "cr"},
    "options": {"outcome": "remission", "limits": [0, 1], "title": "Title"},
}


def test_a_figure_has_its_kind_its_rows_and_its_options() -> None:
    spec = read(SOUND)["tried"]
    assert isinstance(spec.module, ModuleType)
    assert spec.frame({}, {})["outcome"].tolist() == ["cr"]
    assert spec.draw_options() == {"limits": (0, 1)}
    assert spec.draw_options(limits=None) == {"limits": None}
    words = {"outcome": "remission", "limits": (0, 1), "title": "Title"}
    assert spec.words() == words
    assert spec.words(title="Another")["title"] == "Another"


def test_a_caption_ends_with_inferred_numerators_abbreviations_and_source() -> None:
    frame = pd.DataFrame({"basis": ["inferred"], "group": ["G"], "label": ["L"]})
    entry = SOUND | {"abbreviations": "CR, complete remission.", "source": "the five reports."}
    spec, plain = read(entry)["tried"], Description("Title", "Squares.", "Forest plot.")
    assert spec.with_notes(plain, frame).caption == (
        "Squares. A numerator of G, L is inferred from the percentage reported. "
        "CR, complete remission. Source: the five reports."
    )
    assert read(SOUND)["tried"].with_notes(plain, frame.iloc[:0]) == plain


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"kind": "forst"}, "figures tried, kind: found 'forst'; allowed: forest (did you mean"),
        ({"rows": "count"}, "rows: found 'count'; allowed: counted (did you mean 'counted'?)"),
        ({"rows": 3}, "rows: found '3'; allowed: a text"),
        ({"options": "wide"}, "options: found \"'wide'\"; allowed: a table of options"),
        ({"colour": "red"}, "colour: found 'no such entry'; allowed: name, kind, rows"),
        ({"name": "Tried it"}, "name: found 'Tried it'; allowed: small letters"),
        ({"options": {"outcome": "x", "limit": 1}}, "options.limit: found 'no such option'"),
        ({"options": {}}, "options.outcome: found 'nothing'; allowed: a value: it is needed"),
        ({"rows_options": {"outcome": "x", "most": 1}}, "allowed: outcome, least"),
        ({"rows_options": {}}, "rows_options.outcome: found 'nothing'"),
    ],
)
def test_what_is_wrong_is_said_with_what_is_allowed(entry: dict, said: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        read({**SOUND, **entry})
    assert said in str(found.value) and "review.toml" in str(found.value)


def test_all_that_is_wrong_comes_at_once() -> None:
    with pytest.raises(ProblemsFound) as found:
        read({"kind": "forest"}, SOUND, SOUND, {**SOUND, "name": "b", "kind": "x"})
    assert {problem.column for problem in found.value.problems} == {"name", "rows", "kind"}
    assert "tried more than once" in str(found.value)


def test_a_list_is_asked_for() -> None:
    with pytest.raises(ProblemsFound, match="entries that begin"):
        figure_specs(Settings(sections={"figures": "forest"}), DEFINITIONS)


def test_a_review_that_declares_none_has_none() -> None:
    assert figure_specs(Settings(), DEFINITIONS) == {}


def too_few(coded: object, derived: object) -> pd.DataFrame:
    """Rows of a pool of too few studies."""
    raise NothingPooled("two studies")


def test_a_pool_of_too_few_studies_has_no_rows() -> None:
    definitions = Definitions("tried", figure_kinds=FOREST, figure_rows={"few": too_few})
    entry = {"name": "few", "kind": "forest", "rows": "few", "options": {"outcome": "x"}}
    specs = figure_specs(Settings(sections={"figures": [entry]}), definitions)
    assert specs["few"].frame({}, {}).empty


def test_figures_without_rows_are_named_and_not_drawn(tmp_path: Path) -> None:
    said: list[str] = []
    frames = {"a": pd.DataFrame(), "b": pd.DataFrame(columns=["label"])}
    assert draw_figures(tmp_path, frames, tmp_path, side_by_side=1, done=said.append) == []
    assert sorted(said) == ["a: not drawn: nothing coded", "b: not drawn: nothing coded"]
    assert not [*tmp_path.iterdir()]
