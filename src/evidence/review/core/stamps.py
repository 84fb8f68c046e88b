"""What each output was last made from, so that a build does only what changed.

Stamps live outside the committed tree: a fresh clone makes everything anew.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from evidence.files.atomic_write import write_file
from evidence.review.core.project import Project

CODE = Path(__file__).resolve().parents[2]  # the package

CODED_FILES = (
    "datapackage.json",
    "coded/*.csv",
    "vocabulary/*.csv",
)  # of the data folder: what everything rests on


def digest_of(*parts: bytes | str) -> str:
    """One sha256 of several texts or byte strings.

    >>> digest_of("a", "b") == digest_of("ab")
    False
    """
    whole = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        whole.update(f"{len(raw)}:".encode() + raw)
    return whole.hexdigest()


def digest_of_files(root: Path, *patterns: str) -> str:
    """One sha256 of the names and contents of all files under ``root`` that fit the patterns."""
    files = sorted({path for pattern in patterns for path in root.glob(pattern) if path.is_file()})
    return digest_of(
        *(part for path in files for part in (path.relative_to(root).as_posix(), path.read_bytes()))
    )


def coded_digest(project: Project) -> str:
    """What is coded and chosen: coded tables, code lists, dictionary, review.toml."""
    settings = digest_of_files(project.root, "review.toml")
    return digest_of(settings, digest_of_files(project.data, *CODED_FILES))


def read_digest(project: Project) -> str:
    """What derived tables depend on within a process: what is coded and chosen, the review's code,
    and the readings.
    """
    review = digest_of_files(project.root, "review/**/*.*")
    return digest_of(coded_digest(project), review, digest_of_files(project.data, "readings/**/*"))


def data_digest(project: Project) -> str:
    """What every table depends on: what is coded and chosen, the package, the review's code."""
    return digest_of(coded_digest(project), code_digest(project))


def code_digest(project: Project) -> str:
    """What every output depends on besides tables: choices, dictionary, readings, code."""
    chosen = digest_of_files(project.root, "review.toml", "review/**/*.*")
    described = digest_of_files(project.data, "datapackage.json", "readings/**/*.csv")
    package = digest_of_files(CODE, "**/*.py", "**/*.toml", "**/*.csv", "**/*.json")
    return digest_of(chosen, described, package)


def table_digests(project: Project) -> dict[str, str]:
    """One sha256 of each coded table and code list, by name."""
    paths = (
        path for folder in ("coded", "vocabulary") for path in (project.data / folder).glob("*.csv")
    )
    return {path.stem: digest_of(path.read_bytes()) for path in sorted(paths)}


class Inputs:
    """Digests of all that outputs are made from; derived tables join as they are made."""

    def __init__(self, project: Project) -> None:
        self.code = code_digest(project)
        self.tables = table_digests(project)

    def add_derived(self, project: Project) -> None:
        """Add the derived tables as they are written."""
        self.tables |= {p.stem: digest_of(p.read_bytes()) for p in project.derived.glob("*.csv")}

    def of(self, reads: Iterable[str], *others: str) -> str:
        """The digest of the code, the tables of these names and anything else."""
        parts = (part for name in sorted(set(reads)) for part in (name, self.tables.get(name, "")))
        return digest_of(self.code, *parts, *others)

    def of_all(self, *others: str) -> str:
        """The digest of the code, every table and anything else."""
        return self.of(self.tables, *others)


class Stamps:
    """Remembers, for each named step, its inputs and its outputs."""

    def __init__(self, folder: Path, root: Path):
        self._file, self._root = folder / "stamps.json", root
        self._known = self._read()

    def _read(self) -> dict[str, dict]:
        """The stamps of the last builds; what is broken counts as never built."""
        try:
            known = json.loads(self._file.read_text())
        except (FileNotFoundError, ValueError):
            return {}
        steps = known.items() if isinstance(known, dict) else ()
        return {
            step: stamp
            for step, stamp in steps
            if isinstance(stamp, dict) and isinstance(stamp.get("outputs"), dict)
        }

    def fresh(self, step: str, inputs: str) -> bool:
        """Was the step made from these inputs, and do its outputs still stand as it left them?"""
        known = self._known.get(step)
        return (
            bool(known)
            and known.get("inputs") == inputs
            and known["outputs"] == self._digests(known["outputs"])
        )

    def reads(self, step: str) -> tuple[str, ...]:
        """The tables that the step read when it was last made."""
        return tuple(self._known.get(step, {}).get("reads", ()))

    def outputs(self, step: str) -> tuple[str, ...]:
        """The paths, from the root of the project, of what the step made."""
        return tuple(self._known.get(step, {}).get("outputs", {}))

    def record(
        self, step: str, inputs: str, outputs: Iterable[Path], reads: Iterable[str] = ()
    ) -> None:
        """Remember that the step has just been made, and from which tables."""
        names = sorted(path.relative_to(self._root).as_posix() for path in outputs)
        stamp = {"inputs": inputs, "outputs": self._digests(names), "reads": sorted(set(reads))}
        self._known[step] = stamp

    def save(self) -> None:
        """Write what is remembered, for the next build."""
        write_file(self._file, json.dumps(self._known, indent=1))

    def _digests(self, names) -> dict[str, str]:
        paths = {name: self._root / name for name in names}
        return {
            name: hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            for name, path in paths.items()
        }
