"""Every file that a new review begins with."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from evidence import __version__
from evidence.exchange.workbook.layout import coded_csv
from evidence.new.dictionary import Entry, dictionary_for

PACKAGE = "evidence.new"
# Names that a template cannot have: tools leave out what begins with a dot, or read the file.
RENAMED = {
    "gitignore": ".gitignore",
    "ci/run": ".ci/run",
    "pyproject": "pyproject.toml",
    "tests/test_review": "tests/test_review.py",
}
EXECUTABLE = (".ci/run",)
EXAMPLE = "example"


@dataclass(frozen=True)
class Answers:
    """What a review says of itself; kept in its review.toml."""

    title: str
    index: str
    short: str
    domains: tuple[str, ...] = ()

    @property
    def agent(self) -> str:
        """Code of the index therapy in agents.csv."""
        return re.sub(r"[^a-z0-9]+", "_", self.index.casefold()).strip("_") or "index_therapy"

    @property
    def package(self) -> str:
        """The review's name where no blanks may be.

        >>> Answers("Drug X in Y: cases", "drug X", "X").package
        'drug-x-in-y-cases'
        """
        return re.sub(r"[^a-z0-9]+", "-", self.title.casefold()).strip("-")[:60] or "review"


def project_files(answers: Answers, *, example: bool) -> dict[str, str]:
    """Text of every file of a new review, by its path.

    Parameters
    ----------
    example : with an invented report of two patients and an invented trial, coded.
    """
    dictionary = dictionary_for(answers.domains)
    dictionary |= {"name": answers.package, "title": f"{answers.title}: coded evidence"}
    contents = {
        RENAMED.get(path, path): _filled(text, answers)
        for path, text in _texts(files(PACKAGE).joinpath("template"))
        if not path.endswith(".csv")
    }
    rows = _rows_of(files(PACKAGE).joinpath("template"))
    for domain in answers.domains:
        rows |= _rows_of(files(f"evidence.domains.{domain}").joinpath("vocabulary"), "vocabulary/")
    rows["vocabulary/agents"] = [_index_agent(answers), *rows["vocabulary/agents"]]
    if example:
        for name, more in _rows_of(files(PACKAGE).joinpath(EXAMPLE), answers=answers).items():
            rows[name] = _replaced(rows.get(name, []), more)
        contents |= {
            path: _filled(text, answers)
            for path, text in _texts(files(PACKAGE).joinpath(EXAMPLE))
            if not path.endswith(".csv")
        }
    contents["data/datapackage.json"] = json.dumps(dictionary, indent=1, ensure_ascii=False) + "\n"
    return contents | dict(_tables(dictionary, rows))


def _texts(folder: Traversable, above: str = "") -> Iterator[tuple[str, str]]:
    """Path and text of every file below a folder of package data."""
    for entry in sorted(folder.iterdir(), key=lambda found: found.name):
        path = f"{above}{entry.name}"
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _texts(entry, f"{path}/")
        else:
            yield path, entry.read_text(encoding="utf-8")


def _filled(text: str, answers: Answers) -> str:
    """The text with the answers in place of ``{{title}}`` and the like."""
    values = {
        "title": answers.title,
        "index": answers.index,
        "short": answers.short,
        "agent": answers.agent,
        "package": answers.package,
        "domains": json.dumps(list(answers.domains)),
        "version": __version__,
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda found: values[found[1]], text)


def _rows_of(
    folder: Traversable, above: str = "", answers: Answers | None = None
) -> dict[str, list[Entry]]:
    """Rows of package data by the path of their table, without data/ and ending."""
    return {
        path.removeprefix("data/").removesuffix(".csv"): list(
            csv.DictReader(io.StringIO(_filled(text, answers) if answers else text, newline=""))
        )
        for path, text in _texts(folder, above)
        if path.endswith(".csv")
    }


def _replaced(rows: list[Entry], more: list[Entry]) -> list[Entry]:
    """The rows with further ones, those with the same key replaced."""
    key = next(iter(more[0]))
    new = {row[key] for row in more}
    return [row for row in rows if row[key] not in new] + more


def _index_agent(answers: Answers) -> Entry:
    label = answers.index[:1].upper() + answers.index[1:]
    return {"code": answers.agent, "label": label, "definition": "The index therapy"}


def _tables(dictionary: Entry, rows: dict[str, list[Entry]]) -> Iterable[tuple[str, str]]:
    for table in dictionary["resources"]:
        columns = [field["name"] for field in table["schema"]["fields"]]
        filled = rows.get(table["path"].removesuffix(".csv"), [])
        yield (
            f"data/{table['path']}",
            coded_csv(columns, ([row.get(name) or "" for name in columns] for row in filled)),
        )
