"""The full texts of the reports, found among the files of a folder by their titles and DOIs."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from evidence.audit.verify.normalise_text import Run, plain, run_of, without_reference_marks
from evidence.errors import EvidenceError

SUFFIXES = (".txt", ".md")
OPENING_SIGNS = 8000  # a title or DOI further down is a reference to another document


class SourcesProblem(EvidenceError, ValueError):
    """Files of full texts are missing or cannot be distinguished; the message says which."""


def _both(text: str) -> tuple[Run, Run]:
    return run_of(text), run_of(without_reference_marks(text))


@dataclass(frozen=True)
class FullText:
    """One document's text; paragraphs are the blocks between blank lines, counted from 1.

    >>> sorted(FullText("a.txt", "Title\\n\\nFirst line\\nsecond line").paragraphs.items())
    [(1, 'Title'), (2, 'First line second line')]
    """

    name: str
    text: str

    @cached_property
    def paragraphs(self) -> dict[int, str]:
        """Plain text by paragraph number."""
        blocks = [block for block in re.split(r"\n\s*\n", self.text) if block.strip()]
        return {number: plain(block).strip() for number, block in enumerate(blocks, 1)}

    @cached_property
    def runs(self) -> dict[int, tuple[Run, Run]]:
        """Each paragraph as it stands, and without the marks of its references."""
        return {number: _both(text) for number, text in self.paragraphs.items()}

    @cached_property
    def whole(self) -> tuple[Run, Run]:
        """All paragraphs together, for a value that a page break divides."""
        return _both(plain(re.sub(r"\n\s*\n", "\n", self.text)))


def _opening(text: FullText) -> str:
    return run_of(plain(text.text[: 3 * OPENING_SIGNS])).signs[:OPENING_SIGNS].casefold()


def _first_named(opening: str, reports: pd.DataFrame) -> str | None:
    """The report whose title or DOI comes first in the opening of a file."""
    places: dict[str, int] = {}
    for report in reports.itertuples():
        named = [
            run_of(plain(words)).signs.casefold() for words in (report.title, report.doi) if words
        ]
        found = [start for words in named if (start := opening.find(words)) >= 0]
        if found:
            places[report.document_id] = min(found)
    return min(places, key=places.__getitem__) if places else None


def _not_utf8(path: Path, error: UnicodeDecodeError) -> str:
    """The place where a file stops being UTF-8, as a message."""
    line = error.object[: error.start].count(b"\n") + 1
    byte = error.object[error.start]
    return (
        f"{path}: line {line}: byte 0x{byte:02x} is not UTF-8 (the file may be Windows-1252 or "
        "UTF-16); save it as UTF-8"
    )


def _read_files(files: list[Path]) -> list[FullText]:
    """Every file as text.

    Raises
    ------
    SourcesProblem : with each file that cannot be read or is not UTF-8.
    """
    texts, problems = [], []
    for path in files:
        try:
            texts.append(FullText(path.name, path.read_text(encoding="utf-8-sig")))
        except UnicodeDecodeError as error:
            problems.append(_not_utf8(path, error))
        except OSError as error:
            problems.append(f"{path}: cannot be read ({error.strerror})")
    if problems:
        raise SourcesProblem("\n".join(problems))
    return texts


def find_texts(folder: Path, documents: pd.DataFrame) -> dict[str, FullText]:
    """The full text of each report by ``document_id``; reports whose text is not there are left
    out.

    Parameters
    ----------
    folder : holds ``.txt`` or ``.md`` files (UTF-8) under any name; a file is the report whose
        title or DOI comes first in it.
    documents : the coded documents; those with role ``report`` are looked for.

    Raises
    ------
    SourcesProblem : no such folder, a file that is not UTF-8, no text of any report, or several
        texts of one report.
    """
    if not Path(folder).is_dir():
        raise SourcesProblem(
            f"{folder}: no such folder; allowed: a folder with the full texts as .txt or .md files"
        )
    files = sorted(path for path in Path(folder).iterdir() if path.suffix.lower() in SUFFIXES)
    reports = documents[documents["role"] == "report"]
    found: dict[str, list[FullText]] = {}
    for text in _read_files(files):
        report = _first_named(_opening(text), reports)
        if report is not None:
            found.setdefault(report, []).append(text)
    twice = {document: texts for document, texts in found.items() if len(texts) > 1}
    if twice:
        lines = [
            (
                f"{folder}: several files are the text of {document}: "
                f"{', '.join(text.name for text in texts)}; keep one"
            )
            for document, texts in sorted(twice.items())
        ]
        raise SourcesProblem("\n".join(lines))
    if not found:
        raise SourcesProblem(
            f"{folder}: none of its {len(files)} .txt and .md files holds the title or "
            f"DOI of a report ({', '.join(reports['document_id'])})"
        )
    return {document: texts[0] for document, texts in sorted(found.items())}
