"""A copy of the project's data that a test may break."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def copy(tmp_path):
    """A project with the data of this one, a figure and a notebook as a last
    good build left them.
    """
    shutil.copytree(ROOT / "data", tmp_path / "data")
    for folder, name in (("figures", "kept.svg"), ("notebooks", "kept.ipynb")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text("as the last good build left it")
    return tmp_path
