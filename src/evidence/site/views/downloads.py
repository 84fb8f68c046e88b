"""Files to take away, the same bytes each time, and how to cite the review."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

from evidence.site.shared import Shared
from evidence.site.template import Section, page

FILE, FOLDER = "downloads.html", "downloads"
DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can hold; the day is no part of it
CFF = re.compile(r"^(title|version|date-released|doi): *\"?(.*?)\"?$", re.M)
MANUSCRIPT = ("docx", "pdf", "html", "xml")
# Archive -> what is in it, and the files by folder of the project and pattern.
ARCHIVES = {
    "data.zip": (
        "Coded tables, code lists, dictionary, derived tables (CSV)",
        ("data/coded/*.csv", "data/vocabulary/*.csv", "data/derived/*.csv", "data/*.json"),
    ),
    "tables.zip": (
        "Tables of the manuscript (one Word file; HTML, CSV)",
        ("docs/tables/tables.docx", "docs/tables/*.html", "docs/tables/*.csv"),
    ),
    "references.zip": ("References (RIS, BibTeX, CSL-JSON)", ("docs/tables/references.*",)),
    "manuscript.zip": ("Manuscript", tuple(f"manuscript/*.{kind}" for kind in MANUSCRIPT)),
}


def downloads_page(shared: Shared) -> dict[str, bytes]:
    """The page and the archives that it offers."""
    root = shared.records.project.root
    packed = {
        name: (words, _packed(root, patterns)) for name, (words, patterns) in ARCHIVES.items()
    }
    links = [
        (f"{FOLDER}/{name}", f"{words}, {len(content) / 1e3:.0f} kB")
        for name, (words, content) in packed.items()
        if content
    ]
    figures = [("figures.html", "Figures with their data (SVG, PDF, PNG, CSV, JSON)")]
    sections = [
        Section("Downloads", links=(*links, *figures), anchor="downloads"),
        Section("How to cite", words=citation(root, shared.site.title), anchor="cite"),
    ]
    made = page(
        "sections.html",
        shared.site,
        FILE,
        "Data and how to cite",
        introduction="",
        sections=sections,
    )
    files = {f"{FOLDER}/{name}": content for name, (_, content) in packed.items() if content}
    return {FILE: made} | files


def _packed(root: Path, patterns: tuple[str, ...]) -> bytes:
    """The files as a zip; nothing if there are none."""
    paths = sorted({path for pattern in patterns for path in root.glob(pattern)})
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        for path in paths:
            entry = zipfile.ZipInfo(path.relative_to(root).as_posix(), DAY)
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    return archive.getvalue() if paths else b""


def citation(root: Path, title: str) -> str:
    """How to cite, by CITATION.cff; the title alone without one."""
    path = root / "CITATION.cff"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    given = dict(CFF.findall(text))
    authors = re.findall(r"^ *- name: *(.+)$", text, re.M)
    parts = (
        ", ".join(authors),
        given.get("title", title),
        f"Version {given['version']}" if "version" in given else "",
        given.get("date-released", ""),
        f"https://doi.org/{given['doi']}" if "doi" in given else "",
    )
    return ". ".join(part for part in parts if part) + "."
