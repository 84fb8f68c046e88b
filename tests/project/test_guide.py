"""Every page of the guide and the first lines of the README run as they stand, and print what
they say.
"""

import contextlib
import io
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "docs" / "own_table.md", *sorted((ROOT / "docs" / "guide").glob("*.md"))]
BLOCK = re.compile(r"```(python|text)\n(.*?)```", re.DOTALL)
FORMATS = {".svg", ".pdf", ".png", ".csv", ".json"}


def _run(page, names):
    """What the blocks of a page print, and what the page says that they print."""
    printed, said = io.StringIO(), []
    with contextlib.redirect_stdout(printed):
        for language, text in BLOCK.findall(page.read_text(encoding="utf-8")):
            if language == "python":
                exec(compile(text, page.name, "exec"), names)
            else:
                said.append(text)
    return printed.getvalue(), "".join(said)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_example_prints_what_the_page_says(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    printed, said = _run(page, {})
    assert printed == said


def test_the_first_figure_is_exported_in_every_format(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    _run(PAGES[0], {})
    assert {path.suffix for path in (tmp_path / "exports").iterdir()} == FORMATS


def test_the_three_lines_of_the_readme_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("trials.csv").write_text(
        "studlab,event.e,n.e,event.c,n.c\nA,4,50,9,50\nB,6,60,10,61\nC,9,80,14,79\n"
    )
    [code] = [text for _, text in BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))]
    exec(compile(code, "README.md", "exec"), {})
    assert {path.suffix for path in tmp_path.glob("forest.*")} == FORMATS
