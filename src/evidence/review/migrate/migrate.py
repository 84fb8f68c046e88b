"""``evidence migrate``: a review's dictionary, code lists and coded tables, raised together."""

import copy
import csv
import io
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from evidence.coded.dictionary import VERSION, version_of
from evidence.coded.package_problems import FILE, read_package
from evidence.coded.problems import ProblemsFound
from evidence.files.atomic_write import write_all
from evidence.review.migrate.renames import (
    INDEX,
    INDEX_VERSION,
    MigrationRefused,
    Package,
    Rename,
    columns_with,
    known_renames,
    rename_codes,
    rename_columns,
)


@dataclass
class Migration:
    """What is to be written, and what was changed in it.

    Attributes
    ----------
    contents : text by path below the folder of the data; empty if nothing is to be done.
    changes : how often each rename was made, by file.
    """

    before: int
    contents: dict[str, str] = field(default_factory=dict)
    changes: Counter[tuple[str, str]] = field(default_factory=Counter)

    def lines(self) -> list[str]:
        """The migration in sentences."""
        if not self.contents:
            return [f"the dictionary is of version {self.before}: nothing to do"]
        heading = f"dictionary raised from version {self.before} to {VERSION}"
        return [
            heading,
            *(f"{path}: {rename} ({count})" for (path, rename), count in self.changes.items()),
        ]


def plan_migration(data: Path, index: str = "") -> Migration:
    """Return what raising the data of a review to the current version would write.

    Parameters
    ----------
    data : folder of ``datapackage.json``. index : the word for the index therapy in the codes of
        version 1.

    Raises
    ------
    ProblemsFound : the dictionary cannot be read, before or after. MigrationRefused : the word is
        missing or in no code, a new name is in use, or a table cannot be read.
    """
    package = _package((data / FILE).read_bytes())
    before = version_of(package)
    renames = [rename for rename in known_renames(index or INDEX) if rename.version > before]
    migration = Migration(before)
    if before >= VERSION:
        return migration
    if not index and before < INDEX_VERSION:
        raise MigrationRefused(
            "--index is needed, or short of [index] in review.toml: the word for the index therapy "
            "in the codes, as in before_WORD"
        )
    migration.contents[FILE] = _raised(package, renames)
    for path, name in _files(data, package):
        _raise_table(migration, data / path, path, _of_table(package, name, renames))
    of_index = {str(rename) for rename in renames if rename.version == INDEX_VERSION}
    if of_index and not any(change in of_index for _, change in migration.changes):
        raise MigrationRefused(f"no code or column with {index!r} in it: is the word right?")
    return migration


def migrate(data: Path, index: str = "") -> Migration:
    """Raise the data of a review to the current version of the dictionary, all or nothing.

    Returns
    -------
    What was changed; nothing on the current version.

    Raises
    ------
    ProblemsFound, MigrationRefused : as :func:`plan_migration`. WriteProblem : a file cannot be
        written.
    """
    migration = plan_migration(data, index)
    if migration.contents:
        write_all(data, migration.contents)
    return migration


def _package(raw: bytes) -> Package:
    package, problems = read_package(raw)
    if problems:
        raise ProblemsFound(problems)
    return package


def _raised(package: Package, renames: list[Rename]) -> str:
    """The text of the new dictionary, checked."""
    new = copy.deepcopy(package)
    rename_codes(new, renames)
    rename_columns(new, renames)
    new["dictionaryVersion"] = VERSION
    text = json.dumps(new, indent=1, ensure_ascii=False) + "\n"
    _package(text.encode())
    return text


def _files(data: Path, package: Package) -> list[tuple[str, str]]:
    """Path and table of every CSV: code lists, coded tables, and the same tables of a reading."""
    found = [(resource["path"], resource["name"]) for resource in package["resources"]]
    names = {name for _, name in found}
    found += [
        (path.relative_to(data).as_posix(), path.stem)
        for path in sorted(data.glob("readings/*/*.csv"))
        if path.stem in names
    ]
    return [(path, name) for path, name in found if (data / path).is_file()]


def _of_table(package: Package, table: str, renames: list[Rename]) -> list[tuple[str, Rename]]:
    """Column and rename, of those that concern a table."""
    return [
        (column, rename)
        for rename in renames
        for name, column in sorted(columns_with(package, rename.place))
        if name == table and (rename.kind == "code" or rename.place[0] == table)
    ]


def _raise_table(
    migration: Migration, file: Path, path: str, renames: list[tuple[str, Rename]]
) -> None:
    """Rename in one file; one without a change is not written."""
    try:
        rows = list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise MigrationRefused(f"{path}: cannot be read as CSV in UTF-8: {error}") from None
    counted = Counter(
        (path, str(rename))
        for column, rename in renames
        for _ in range(_renamed(rows, column, rename))
    )
    if counted:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        migration.contents[path] = text.getvalue()
        migration.changes.update(counted)


def _renamed(rows: list[list[str]], column: str, rename: Rename) -> int:
    """How many cells of a column were given the new name."""
    if not rows or column not in rows[0]:
        return 0
    place = rows[0].index(column)
    if rename.kind == "column":
        rows[0][place] = rename.new
        return 1
    found = [row for row in rows[1:] if len(row) > place and row[place] == rename.old]
    for row in found:
        row[place] = rename.new
    return len(found)
