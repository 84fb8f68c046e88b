"""Notebooks as files: their cells, read without Jupyter's packages."""

import json
from pathlib import Path
from typing import Any

from evidence.errors import EvidenceError


class NotebookProblem(EvidenceError):
    """A notebook that cannot be read, or that fails; the message names it."""


def read_cells(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook, each with its source as text.

    Raises
    ------
    NotebookProblem : the file cannot be read, or is no notebook.
    """
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [_cell(cell) for cell in cells]
    except OSError as error:
        raise NotebookProblem(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, LookupError, TypeError):
        raise NotebookProblem(f"{path}: not a notebook: cells in JSON are expected") from None


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    """The cell with its source as text; outputs are mappings, as are their data and metadata."""
    outputs = [
        {**output, "data": {**output.get("data", {})}, "metadata": {**output.get("metadata", {})}}
        for output in map(dict, cell.get("outputs", ()))
    ]
    return {**cell, "source": "".join(cell["source"]), "outputs": outputs}
