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


def test_there_are_notebooks_numbered_from_zero():
    assert [path.name[:2] for path in NOTEBOOKS] == [
        f"{number:02d}" for number in range(len(NOTEBOOKS))
    ]
    assert len(NOTEBOOKS) >= 8


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
            assert len(source(cell).splitlines()) <= 15
            assert not re.search(r"^\s*(def|class|lambda)\b", source(cell), re.M)
            assert not source(cell).rstrip().endswith(";")

    def test_skips_no_comparison(self, path):
        for cell in cells(path, "code"):
            assert not re.search(r"nbval|ignore", source(cell), re.I)
            assert cell["metadata"] == {}

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

    def test_says_a_sentence_with_its_sources(self, path):
        shown = [
            output
            for cell in cells(path, "code")
            for output in cell["outputs"]
            if "text/markdown" in output["data"]
        ]
        assert shown
        assert all(output["metadata"].get("sources") for output in shown)

    def test_kernel_is_the_usual_one(self, path):
        metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
        assert metadata["kernelspec"]["name"] == "python3"
        assert "version" not in metadata["language_info"]
