"""Notebooks run the same whatever the user's home and folders look like, and fail by name."""

import os
import tempfile
from pathlib import Path

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell

from evidence.files.atomic_write import WriteProblem
from evidence.review.build.kernel_environment import kernel_environment
from evidence.review.build.notebooks import execute_notebooks
from evidence.review.core.notebook_files import NotebookProblem, read_cells

SHOW_FOLDERS = """
import os
from IPython import get_ipython
print(os.environ["IPYTHONDIR"] in get_ipython().profile_dir.location, "started" in globals())
"""


@pytest.fixture
def execute(tmp_path):
    """Execute a notebook of one cell; what the cell reported."""

    def run(code):
        cells = [nbformat.v4.new_code_cell(code)]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "one.ipynb")
        (tmp_path / "out").mkdir()
        execute_notebooks([tmp_path / "one.ipynb"], tmp_path / "out", 1)
        outputs = nbformat.read(tmp_path / "out" / "one.ipynb", as_version=4).cells[0].outputs
        return "".join(output.text for output in outputs)

    return run


def test_a_cell_that_warns_fails_the_notebook(execute, tmp_path):
    expected = r"^one\.ipynb: cell 1 wrote to standard error: beware$"
    with pytest.raises(NotebookProblem, match=expected):
        execute("import sys\nprint('beware', file=sys.stderr)")
    assert os.listdir(tmp_path / "out") == []


def test_a_cell_that_fails_is_named(execute, tmp_path):
    with pytest.raises(NotebookProblem, match=r"^one\.ipynb: ") as caught:
        execute("1 / 0")
    assert "ZeroDivisionError: division by zero" in str(caught.value)
    assert "\x1b" not in str(caught.value), "colours belong in a terminal, not in a log"
    assert os.listdir(tmp_path / "out") == []


def test_a_kernel_that_ends_is_named(execute):
    with pytest.raises(NotebookProblem, match=r"^one\.ipynb: its kernel ended too early"):
        execute("import os\nos._exit(3)")


def test_kernels_start_from_an_ipython_session(execute):
    InteractiveShell.instance()
    assert execute("print(type(get_ipython()).__name__)") == "ZMQInteractiveShell\n"


def test_start_up_files_and_a_home_that_cannot_be_written_change_nothing(
    execute, tmp_path, monkeypatch
):
    startup = tmp_path / "users" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("started = True")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "users"))
    monkeypatch.setenv("HOME", "/dev/null/home")  # not even root can make it
    assert execute(SHOW_FOLDERS) == "True False\n"
    assert os.environ["IPYTHONDIR"] == str(tmp_path / "users")


def test_a_long_temporary_folder_is_no_obstacle(execute, tmp_path, monkeypatch):
    long = tmp_path / ("x" * 120)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    assert execute("print(2)") == "2\n"


@pytest.mark.parametrize(("length", "used"), [(64, True), (65, False)])
def test_a_temporary_folder_is_used_up_to_its_longest_length(monkeypatch, length, used, tmp_path):
    folder = Path("/tmp") / ("x" * (length - len("/tmp/")))
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    try:
        with kernel_environment() as given:
            assert (given.parent == folder) is used
    finally:
        folder.rmdir()


def test_a_temporary_folder_that_cannot_be_written_is_named(monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", "/dev/null/t")
    with (
        pytest.raises(WriteProblem, match=r"^/dev/null/t: cannot be written: Not a directory$"),
        kernel_environment(),
    ):
        pass


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not JSON", "not a notebook"),
        (b'{"cells": 3}', "not a notebook"),
        (b'{"cells": [{}]}', "not a notebook"),
        (b"[]", "not a notebook"),
        (b"\xff\xfe", "not a notebook"),
    ],
)
def test_what_is_no_notebook_is_named(tmp_path, content, reason):
    (tmp_path / "one.ipynb").write_bytes(content)
    with pytest.raises(NotebookProblem, match=rf"one\.ipynb: {reason}"):
        read_cells(tmp_path / "one.ipynb")


def test_a_notebook_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "one.ipynb").mkdir()
    with pytest.raises(NotebookProblem, match=r"one\.ipynb: cannot be read: Is a directory$"):
        read_cells(tmp_path / "one.ipynb")
