"""What a notebook may be: executed in order, thin, with nothing of this machine in it."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def cells(path, kind):
    return [
        cell
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == kind
    ]


def source(cell):
    return "".join(cell["source"])


FRAME = (
    "## How to read it",
    "## The analysis",
    "## A choice to change",
    "## What this does not show",
    "## Where the numbers come from",
)
# An index has cards in place of an analysis, and nothing to change.
INDEX_FRAME = (FRAME[0], *FRAME[3:])
WORDS = (220, 550)  # about 250 to 500 of prose, with computed sentences and captions


def test_notebooks_are_numbered_from_zero():
    assert [path.name[:2] for path in NOTEBOOKS] == [
        f"{number:02d}" for number in range(len(NOTEBOOKS))
    ]


def test_the_index_leads_to_every_notebook():
    index = NOTEBOOKS[0].read_text(encoding="utf-8")
    assert [path.name for path in NOTEBOOKS[1:] if path.name not in index] == []


def test_the_readme_lists_every_question():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    questions = {path: source(cells(path, "markdown")[0]).splitlines()[0][2:] for path in NOTEBOOKS}
    listed = [f"[{question}](notebooks/{path.name})" for path, question in questions.items()]
    assert [line for line in listed if line not in readme] == []


def shown(path, kind):
    """The outputs of one kind, as text."""
    return [
        "".join(output["data"][kind])
        for cell in cells(path, "code")
        for output in cell["outputs"]
        if kind in output["data"]
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestNotebook:
    def test_was_executed_in_order(self, path):
        counts = [cell["execution_count"] for cell in cells(path, "code")]
        assert counts == list(range(1, len(counts) + 1))

    def test_begins_with_its_question(self, path):
        first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]
        assert first["cell_type"] == "markdown"
        assert re.match(r"# .+\?\n", source(first))

    def test_defines_nothing_and_keeps_cells_short(self, path):
        for cell in cells(path, "code"):
            folded = "hide-input" in cell["metadata"].get("tags", ())
            assert len(source(cell).splitlines()) <= (30 if folded else 15)
            assert not re.search(r"^\s*(def|class|lambda)\b", source(cell), re.M)
            assert not source(cell).rstrip().endswith(";")

    def test_skips_no_comparison(self, path):
        for cell in cells(path, "code"):
            assert not re.search(r"nbval|ignore", source(cell), re.I)
            assert set(cell["metadata"]) <= {"jupyter", "tags"}
            assert set(cell["metadata"].get("tags", ())) <= {"hide-input", "parameters"}

    def test_shows_something_and_no_error(self, path):
        outputs = [output for cell in cells(path, "code") for output in cell["outputs"]]
        assert outputs
        kinds = {output["output_type"] for output in outputs}
        assert kinds <= {"display_data"}, (
            "no errors, no warnings on stderr, nothing but what is shown on purpose"
        )

    def test_names_nothing_of_this_machine(self, path):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"/(home|root|work|tmp|Users)/|0x[0-9a-f]{8,}", text)

    def test_every_output_keeps_its_sources(self, path):
        outputs = [output for cell in cells(path, "code") for output in cell["outputs"]]
        assert any("text/markdown" in output["data"] for output in outputs)
        assert all(output["metadata"].get("sources") for output in outputs)

    def test_has_the_parts_of_its_frame_in_order(self, path):
        prose = "\n".join(map(source, cells(path, "markdown")))
        headings = [line for line in prose.splitlines() if line.startswith("## ")]
        frame = INDEX_FRAME if path == NOTEBOOKS[0] else FRAME
        parts = [part for line in headings for part in frame if line.startswith(part)]
        assert tuple(parts) == frame

    def test_is_read_in_a_few_minutes(self, path):
        prose = [*map(source, cells(path, "markdown")), *shown(path, "text/markdown")]
        least, most = WORDS
        assert least <= len(" ".join(prose).split()) <= most

    def test_its_pictures_have_alternative_texts(self, path):
        pictures = [
            tag for html in shown(path, "text/html") for tag in re.findall(r"<img [^>]*>", html)
        ]
        assert pictures
        assert all(re.search(r'alt="[^"]{20,}"', tag) for tag in pictures)

    def test_shows_no_code_of_the_data(self, path):
        # Names of files and rows are what `where` gives.
        tables = [text for text in shown(path, "text/plain") if "| Coded in" not in text]
        found = re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b", "\n".join(tables))
        assert found == []

    def test_shows_where_numbers_come_from(self, path):
        assert any(
            line.endswith("| Coded in")
            for text in shown(path, "text/plain")
            for line in [text.partition("\n")[0]]
        )

    def test_names_what_a_choice_may_be(self, path):
        first = cells(path, "code")[0]
        if path != NOTEBOOKS[0]:
            assert first["metadata"] == {"tags": ["parameters"]}
            assert "# or: " in source(first)

    def test_kernel_is_the_usual_one(self, path):
        metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
        assert metadata["kernelspec"]["name"] == "python3"
        assert "version" not in metadata["language_info"]
