"""The first steps of the page and of the README run as they stand, and print what they say."""

import contextlib
import io
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "own_table.md"
BLOCK = re.compile(r"```(python|text)\n(.*?)```", re.DOTALL)


def test_every_example_prints_what_the_page_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names, printed, said = {}, io.StringIO(), []
    with contextlib.redirect_stdout(printed):
        for language, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
            if language == "python":
                exec(compile(text, PAGE.name, "exec"), names)
            else:
                said.append(text)
    assert printed.getvalue() == "".join(said)
    assert {path.suffix for path in (tmp_path / "exports").iterdir()} == {
        ".svg", ".pdf", ".png", ".csv", ".json",
    }  # fmt: skip


def test_the_three_lines_of_the_readme_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("trials.csv").write_text(
        "studlab,event.e,n.e,event.c,n.c\nA,4,50,9,50\nB,6,60,10,61\nC,9,80,14,79\n"
    )
    [code] = [text for _, text in BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))]
    exec(compile(code, "README.md", "exec"), {})
    assert {path.suffix for path in tmp_path.glob("forest.*")} == {
        ".svg", ".pdf", ".png", ".csv", ".json",
    }  # fmt: skip
