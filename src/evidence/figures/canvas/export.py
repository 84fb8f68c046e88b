"""Figures to files: the same bytes from run to run, with their data and their words beside them."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterable
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import FrameError
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.style import MM_PER_INCH, REPRODUCIBLE, current
from evidence.figures.fonts import FAMILIES, SVG_FAMILIES, letters
from evidence.files.atomic_write import write_all
from evidence.files.csv_text import csv_text
from evidence.files.escape import printable, spreadsheet_cell

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

FORMATS = ("svg", "pdf", "png", "tiff")
# Dates and program names would change the bytes from run to run or version to version.
METADATA = {
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "ModDate": None, "Creator": None, "Producer": None},
    "png": {"Software": None},
}


def export(
    figure: Figure,
    name: str,
    folder: Path | str,
    *,
    description: Description,
    data: pd.DataFrame,
    formats: Iterable[str] = ("svg", "pdf", "png"),
    dpi: int = 300,
) -> dict[str, Path]:
    """Write a figure, the data it shows and a record of both; return the paths by kind.

    Files are ``<name>.svg`` and ``.pdf`` (text stays text), ``.png``, ``.tiff`` (RGB,
    LZW, flattened on white, dpi tag), ``<name>.csv`` (the data, 12 significant digits,
    since the last bits differ between processors) and ``<name>.json`` (words, sources,
    digests, size). All are written aside first and moved into place together.
    The column ``sources`` of the data, if there is one, names the coded rows behind
    each row, separated by spaces.

    Raises :class:`FrameError` for an unknown format or a name that is no file name.

    >>> import pandas as pd, tempfile
    >>> from evidence.figures.canvas.style import style
    >>> with style() as figure_style, tempfile.TemporaryDirectory() as folder:
    ...     paths = export(
    ...         figure_style.figure("single", 40),
    ...         "blank",
    ...         folder,
    ...         formats=["svg"],
    ...         description=Description("Blank", "Nothing.", "An empty figure."),
    ...         data=pd.DataFrame({"value": [1.0]}),
    ...     )
    ...     sorted(path.name for path in paths.values())
    ['blank.csv', 'blank.json', 'blank.svg']
    """
    formats = list(formats)
    _check(name, formats)
    description = replace(description, **_printable_words(description))
    _keep_printable(figure)
    _name_faces_needed(figure)
    contents = {kind: _render(figure, kind, description, dpi) for kind in formats}
    contents["csv"] = csv_text(data.astype(object).map(_spreadsheet_cell)).encode()
    contents["json"] = _record(figure, name, description, data, contents, dpi)
    paths = write_all(
        Path(folder), {f"{name}.{kind}": content for kind, content in contents.items()}
    )
    return dict(zip(contents, paths, strict=True))


def _check(name: str, formats: list[str]) -> None:
    wrong = [kind for kind in formats if kind not in FORMATS]
    if wrong:
        raise FrameError(f"format(s) {', '.join(wrong)} unknown; allowed are {', '.join(FORMATS)}")
    if not name or Path(name).name != name or name.startswith("."):
        raise FrameError(f"figure name {name!r} cannot be a file name")


def _printable_words(description: Description) -> dict[str, str]:
    return {
        field.name: printable(getattr(description, field.name)) for field in fields(description)
    }


def _keep_printable(figure: Figure) -> None:
    """Take control characters out of the text drawn: an SVG that holds one cannot be opened."""
    from matplotlib.text import Text

    for text in figure.findobj(Text):
        text.set_text(printable(text.get_text()))


def _name_faces_needed(figure: Figure) -> None:
    """Name Arimo alone for text of which it has every letter.

    matplotlib looks for each face that a text names, and that at every drawing.
    """
    from matplotlib.text import Text

    for text in figure.findobj(Text):
        words = text.get_text().replace("\n", "")
        asked = text.get_fontfamily()
        if asked[0] == FAMILIES[0] and all(ord(letter) in letters() for letter in words):
            text.set_fontfamily(FAMILIES[0])


def _spreadsheet_cell(value: object) -> object:
    return spreadsheet_cell(value) if isinstance(value, str) else value


def _render(figure: Figure, kind: str, description: Description, dpi: int) -> bytes:
    if kind == "tiff":
        return _tiff(figure, dpi)
    from matplotlib import rc_context

    words = {
        "svg": {"Title": description.title, "Description": description.alt},
        "pdf": {"Title": description.title, "Subject": description.alt},
        "png": {"Title": description.title, "Description": description.alt},
    }[kind]
    buffer = io.BytesIO()
    with rc_context(REPRODUCIBLE):
        figure.savefig(
            buffer, format=kind, dpi=dpi, facecolor="white", metadata={**METADATA[kind], **words}
        )
    return _portable_families(buffer.getvalue()) if kind == "svg" else buffer.getvalue()


def _portable_families(svg: bytes) -> bytes:
    """Name faces of Arimo's widths in place of the fallbacks that only matplotlib has."""
    named = ", ".join(f"'{family}'" for family in SVG_FAMILIES[:-1]) + f", {SVG_FAMILIES[-1]}"
    families = f"font-family: '{FAMILIES[0]}'(, '[^']+')*"
    return re.sub(families.encode(), f"font-family: {named}".encode(), svg)


def _tiff(figure: Figure, dpi: int) -> bytes:
    """Return an RGB, LZW-compressed TIFF: journals take neither transparency nor layers."""
    from matplotlib import rc_context
    from PIL import Image

    drawn, flat = io.BytesIO(), io.BytesIO()
    with rc_context(REPRODUCIBLE):
        figure.savefig(drawn, format="png", dpi=dpi, facecolor="white", metadata=METADATA["png"])
    with Image.open(drawn) as image:
        background = Image.new("RGB", image.size, "white")
        background.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    background.save(flat, format="TIFF", compression="tiff_lzw", dpi=(dpi, dpi))
    return flat.getvalue()


def _record(
    figure: Figure,
    name: str,
    description: Description,
    data: pd.DataFrame,
    contents: dict[str, bytes],
    dpi: int,
) -> bytes:
    width, height = (round(float(inches) * MM_PER_INCH, 2) for inches in figure.get_size_inches())
    style = current()
    limit = style.preset.height_limit_mm
    record = {
        "name": name,
        "title": description.title,
        "caption": description.full_caption,
        "finding": description.finding,
        "alt": description.alt,
        "long_description": description.long_text,
        "journal": style.preset.name,
        "palette": style.palette,
        "size_mm": {"width": width, "height": height},
        "within_height_limit": None if limit is None else bool(height <= limit),
        "dpi": dpi,
        "data": {"file": f"{name}.csv", "rows": len(data), "sha256": _digest(contents["csv"])},
        "sources": _sources(data),
        "files": {
            kind: {"file": f"{name}.{kind}", "sha256": _digest(content)}
            for kind, content in contents.items()
            if kind != "csv"
        },
    }
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _sources(data: pd.DataFrame) -> list[str]:
    """Return the keys of the coded rows behind the data, each once, sorted."""
    if "sources" not in data.columns:
        return []
    cells = (cell for cell in data["sources"] if isinstance(cell, str))
    return sorted({key for cell in cells for key in cell.split()})


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
