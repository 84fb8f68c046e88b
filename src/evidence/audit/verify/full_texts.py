"""The full texts of the reports, found in a folder by title, DOI, PMID, PMCID or file name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from evidence.audit.verify.normalise_text import Run, plain, run_of, without_reference_marks
from evidence.errors import EvidenceError

SUFFIXES = (".txt", ".md")
# Of a text: some five pages. A title or number further down is a reference to another document.
OPENING_SIGNS = 20_000
TRIED = "the title, DOI, PMID or PMCID of a report"
BY_NAME = '[texts] in review.toml may name the file: document = "file.txt"'


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


def _first_named(text: FullText, reports: pd.DataFrame) -> str | None:
    """The report whose title or DOI comes first in the opening of a file, else whose PMID or PMCID
    does.
    """
    signs, words = _opening(text), plain(text.text[: 3 * OPENING_SIGNS])
    reported, numbered = dict[str, int](), dict[str, int]()
    for report in reports.itertuples():
        names = [
            run_of(plain(name)).signs.casefold() for name in (report.title, report.doi) if name
        ]
        found = [start for name in names if (start := signs.find(name)) >= 0]
        reported |= {report.document_id: min(found)} if found else {}
        number = _number_of(getattr(report, "pmid", ""), getattr(report, "pmcid", ""))
        place = re.search(number, words, re.I) if number else None
        numbered |= {report.document_id: place.start()} if place else {}
    places = reported or numbered
    return min(places, key=places.__getitem__) if places else None


def _number_of(pmid: str, pmcid: str) -> str:
    """A pattern of the numbers as texts print them: ``PMID: 1``, ``pubmed.../1``, ``PMC1``."""
    forms = [rf"(?:PMID|pubmed)\D{{0,30}}{pmid}(?!\d)"] if pmid else []
    return "|".join([*forms, *([rf"{pmcid}(?!\d)"] if pmcid else [])])


def _by_name(
    texts: list[FullText], names: Mapping[str, str], reports: pd.DataFrame, folder: Path
) -> dict[str, FullText]:
    """The texts that review.toml names, by report.

    Raises
    ------
    SourcesProblem : a name of no report, or of no file.
    """
    files = {text.name: text for text in texts}
    problems = [
        f"review.toml, texts: found {document!r}; allowed: {', '.join(reports['document_id'])}"
        for document in names.keys() - set(reports["document_id"])
    ]
    problems += [
        f"review.toml, texts, {document}: {folder} has no file {name!r}"
        for document, name in names.items()
        if name not in files
    ]
    if problems:
        raise SourcesProblem("\n".join(problems))
    return {document: files[name] for document, name in names.items()}


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


def find_texts(
    folder: Path, documents: pd.DataFrame, names: Mapping[str, str] | None = None
) -> dict[str, FullText]:
    """The full text of each report by ``document_id``; reports whose text is not there are left
    out.

    Parameters
    ----------
    folder : holds ``.txt`` or ``.md`` files (UTF-8) under any name; a file is the report whose
        title or DOI comes first in its first pages, else whose PMID or PMCID does.
    documents : the coded documents; those with role ``report`` are looked for.
    names : the file of a report where it is given by name, as in review.toml.

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
    texts = _read_files(files)
    named = _by_name(texts, names or {}, reports, folder)
    for text in texts:
        report = _first_named(text, reports)
        if report is not None and report not in named and text not in named.values():
            found.setdefault(report, []).append(text)
    twice = {document: several for document, several in found.items() if len(several) > 1}
    if twice:
        lines = [
            (
                f"{folder}: several files are the text of {document}: "
                f"{', '.join(text.name for text in several)}; keep one, or {BY_NAME}"
            )
            for document, several in sorted(twice.items())
        ]
        raise SourcesProblem("\n".join(lines))
    if not found and not named:
        raise SourcesProblem(
            f"{folder}: none of its {len(files)} .txt and .md files holds, in its first "
            f"{OPENING_SIGNS} signs, {TRIED} ({', '.join(reports['document_id'])}); {BY_NAME}"
        )
    of_reports = {document: several[0] for document, several in found.items()} | named
    return dict(sorted(of_reports.items()))
