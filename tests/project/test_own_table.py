"""The page of first steps runs as it stands, and prints what it says."""

import contextlib
import io
import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "own_table.md"
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
