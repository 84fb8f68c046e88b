"""The figures of the review in the site: files, words, and the rows they were drawn from."""

import base64
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup

FORMATS = ("svg", "pdf", "png", "csv", "json")
EMBEDDED = re.compile(r'^<img src="data:image/png;base64,([A-Za-z0-9+/=\s]+)"')
FOLDER = "figures"


@dataclass(frozen=True)
class Figure:
    """A figure with its words; ``formats`` are the files that the site has of it, ``drawing`` is
    what stands in the page itself.
    """

    name: str
    file: str
    title: str
    caption: str
    alt: str
    description: str
    formats: tuple[str, ...] = ()
    width: float = 0.0
    height: float = 0.0
    drawing: Markup | None = None


@dataclass
class Figures:
    """The figures that the site shows, and the files they need by their name in the site."""

    folder: Path
    files: dict[str, bytes] = field(default_factory=dict)

    def names(self) -> list[str]:
        """Every figure of the review, in the order of its files."""
        return sorted(path.stem for path in self.folder.glob("*.json"))

    @cached_property
    def _by_alt(self) -> dict[str, str]:
        """The name of each figure by its alternative text."""
        records = (json.loads(path.read_text("utf-8")) for path in self.folder.glob("*.json"))
        return {record.get("alt", ""): record["name"] for record in records if "name" in record}

    def named(self, name: str) -> Figure | None:
        """A figure of the review by its name, if there is one."""
        path = self.folder / f"{name}.json"
        if not path.is_file():
            return None
        record = json.loads(path.read_text(encoding="utf-8"))
        formats = tuple(kind for kind in FORMATS if (self.folder / f"{name}.{kind}").is_file())
        self.files |= {
            f"{FOLDER}/{name}.{kind}": (self.folder / f"{name}.{kind}").read_bytes()
            for kind in formats
        }
        return _figure(name, record, formats)

    def showing(self, html: str, alt: str) -> Figure:
        """The figure of a notebook's output: the review's one with the same alternative text, else
        the picture in the output itself.
        """
        found = self.named(self._by_alt.get(alt, ""))
        if found:
            return found
        embedded = EMBEDDED.match(html)
        picture = base64.b64decode(embedded.group(1)) if embedded else b""
        file = f"{FOLDER}/notebook-{len(self.files) + 1}.png"
        self.files[file] = picture
        return Figure("", file, "", "", alt, "")


def _figure(name: str, record: dict[str, Any], formats: tuple[str, ...]) -> Figure:
    size = record.get("size_mm", {})
    title, caption, alt, described = (
        str(record.get(part, "")) for part in ("title", "caption", "alt", "long_description")
    )
    kind = "svg" if "svg" in formats else "png"
    return Figure(
        name,
        f"{FOLDER}/{name}.{kind}",
        title,
        caption,
        alt,
        described,
        formats,
        float(size.get("width", 0)),
        float(size.get("height", 0)),
    )
