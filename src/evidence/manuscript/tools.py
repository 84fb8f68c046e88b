"""Pandoc and typst, the two programs of the extra ``paper``."""

import importlib.util
import json
import os
import subprocess
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from evidence.errors import EvidenceError

# Times inside the files: fixed, so that the same manuscript gives the same bytes.
EPOCH = "946684800"  # 2000-01-01, seconds since 1970
LETTERS = Path(str(files("evidence.figures") / "fonts"))


class ExtraMissing(EvidenceError, RuntimeError):
    """The programs that write a manuscript are not installed; the message says how to install."""


class ProgramFailed(EvidenceError, RuntimeError):
    """Pandoc or typst refused a document; the message is theirs."""


@cache
def pandoc() -> str:
    """The path of pandoc.

    Raises
    ------
    ExtraMissing : the extra is not installed.
    """
    found = [name for name in ("pypandoc", "typst") if importlib.util.find_spec(name) is None]
    if found:
        raise ExtraMissing(
            f"the manuscript needs {' and '.join(found)}: pip install 'evidencekit[paper]'"
        )
    import pypandoc

    return str(pypandoc.get_pandoc_path())


def run_pandoc(*options: str, text: str, folder: Path) -> bytes:
    """What pandoc writes for a text; paths are relative to the folder.

    Raises
    ------
    ProgramFailed : pandoc refuses the text.
    """
    done = subprocess.run(
        [pandoc(), *options],
        input=text.encode(),
        cwd=folder,
        capture_output=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
    )
    if done.returncode:
        raise ProgramFailed(f"pandoc: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def read_markdown(text: str, folder: Path) -> dict[str, Any]:
    """A manuscript in Markdown as pandoc's document; raw HTML and TeX in it are text.

    Quotation marks and dashes stay as they are typed.
    """
    form = "markdown-smart-raw_html-raw_tex-raw_attribute-tex_math_dollars"
    document: dict[str, Any] = json.loads(
        run_pandoc("--from", form, "--to", "json", text=text, folder=folder)
    )
    return document


def to_pdf(markup: str, source: Path) -> bytes:
    """A tagged PDF that claims PDF/UA-1, from typst's markup; typst refuses what breaks it.

    Parameters
    ----------
    source : where the markup is written for typst, beside the files that it shows.

    Raises
    ------
    ProgramFailed : typst refuses the markup, a figure without alternative text for one.
    """
    import typst

    source.write_text(markup, "utf-8")
    try:
        written = typst.compile(
            str(source),
            root=str(source.parent),
            font_paths=[str(LETTERS)],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=int(EPOCH),
        )
    except RuntimeError as error:
        raise ProgramFailed(f"typst: {error}") from None
    return bytes(written)
