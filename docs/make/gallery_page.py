"""docs/guide/gallery.md: its code is run, its pictures are drawn, their alternative texts set."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evidence.analysis.figure import EvidenceFigure

PAGE = Path("docs", "guide", "gallery.md")
DPI = 150
# A block of code, and the picture of its figure where one follows.
EXAMPLE = re.compile(r"```python\n(.*?)```(?:\n\n!\[(.*?)\]\(([^()\s]+\.png)\))?", re.DOTALL)


def examples(text: str) -> Iterator[tuple[str, str, EvidenceFigure]]:
    """The address of each picture, the code above it and the figure that the code draws."""
    names: dict[str, Any] = {}
    for block in EXAMPLE.finditer(text):
        exec(compile(block[1], PAGE.name, "exec"), names)
        if block[3]:
            yield block[3], block[1], names["figure"]


def page(root: Path) -> str:
    """The page with the alternative text of every picture as its figure says it."""
    text = (root / PAGE).read_text(encoding="utf-8")
    for address, _, figure in examples(text):
        words = f"![{figure.description.alt}]({address})"
        text = re.sub(rf"!\[.*\]\({re.escape(address)}\)", lambda found, new=words: new, text)
    return text


def draw_pictures(root: Path) -> list[Path]:
    """Write the picture of every example of the page; return the paths."""
    written = []
    text = (root / PAGE).read_text(encoding="utf-8")
    for address, _, figure in examples(text):
        path = (root / PAGE.parent / address).resolve()
        with tempfile.TemporaryDirectory() as aside:
            drawn = figure.export(path.stem, aside, formats=["png"], dpi=DPI)["png"]
            written.append(Path(shutil.copy(drawn, path)))
    return written
