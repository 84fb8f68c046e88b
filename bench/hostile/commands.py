"""Arguments, sources, outputs and revisions that no command can work with."""

from collections.abc import Iterator
from pathlib import Path

from bench.hostile.variant import Damage, Variant, bytes_of, cell, missing, untouched, written

OCCUPIED = "out/occupied"  # a file where a folder is to be written


def _occupied(root: Path) -> None:
    written(OCCUPIED, "not a folder")(root)


def _sources(name: str, content: bytes) -> Damage:
    return written(f"sources/{name}", content)


COMMANDS: dict[str, tuple[Damage, str, tuple[str, ...]]] = {
    "verify, no such folder": (untouched, "verify --sources {root}/none", ("none",)),
    "verify, a file for a folder": (
        _sources("a.txt", b"text"), "verify --sources {root}/sources/a.txt", ("a.txt",)),
    "verify, an empty folder": (
        lambda root: (root / "sources").mkdir(), "verify --sources {root}/sources", ("sources",)),
    "verify, no text in the folder": (
        _sources("a.pdf", b"%PDF-1.7"), "verify --sources {root}/sources", ("sources",)),
    "verify, Windows-1252": (
        _sources("a.txt", b"caf\xe9 " * 99), "verify --sources {root}/sources", ("a.txt", "UTF-8")),
    "verify, UTF-16": (
        _sources("a.txt", "text ".encode("utf-16")), "verify --sources {root}/sources", ("a.txt",)),
    "verify, an empty text": (
        _sources("a.txt", b""), "verify --sources {root}/sources", ("a.txt|sources",)),
    "verify, without sources": (untouched, "verify", ("--sources",)),
    "audit, an unknown severity": (untouched, "audit --severity dreadful", ("dreadful",)),
    "audit, an unknown document": (untouched, "audit --document zzz_1999", ("zzz_1999",)),
    "figures, an unknown figure": (untouched, "figures --only zzz", ("zzz",)),
    "figures, an unknown journal": (untouched, "figures --journal zzz", ("zzz",)),
    "figures, an unknown palette": (untouched, "figures --palette zzz", ("zzz",)),
    "figures, an unknown format": (untouched, "figures --format zzz", ("zzz",)),
    "figures, too few dots": (untouched, "figures --dpi 1", ("--dpi",)),
    "figures, too many dots": (untouched, "figures --dpi 99999", ("--dpi",)),
    "figures, dots that are a word": (untouched, "figures --dpi many", ("--dpi",)),
    "figures, a file for a folder": (
        _occupied, "figures --only swimmer --output {root}/" + OCCUPIED, ("occupied",)),
    "tables, an unknown table": (untouched, "tables --only table_99", ("table_99",)),
    "tables, an unknown format": (untouched, "tables --format zzz", ("zzz",)),
    "tables, a file for a folder": (
        _occupied, "tables --only table_1 --format csv --output {root}/" + OCCUPIED,
        ("occupied",)),
    "trace, an unknown table": (untouched, "trace zzz", ("zzz",)),
    "trace, an unknown figure": (untouched, "trace figures/zzz", ("zzz",)),
    "trace, an unknown notebook": (untouched, "trace notebooks/zzz", ("zzz",)),
    "trace, an unknown row": (untouched, "trace mrd zzz", ("zzz",)),
    "trace, a coded table": (untouched, "trace studies zzz", ("studies",)),
    "trace, a path outside": (untouched, "trace notebooks/../../etc/passwd", ("passwd",)),
    "trace, a broken notebook": (
        written("notebooks/zzz.ipynb", b"{"), "trace notebooks/zzz", ("zzz",)),
    "trace, without a target": (untouched, "trace", ("Missing argument",)),
    "diff, no revision of that name": (untouched, "diff zzz", ("zzz",)),
    "diff, a folder that is no project": (
        lambda root: (root / "empty").mkdir(), "diff {root}/empty", ("empty",)),
    "diff, a file": (written("a.txt", "text"), "diff {root}/a.txt", ("a.txt",)),
    "diff, a revision like an option": (untouched, "diff -- --output=zzz", ("zzz",)),
    "diff, without a revision": (untouched, "diff", ("REV",)),
    "sheet in, no such workbook": (
        untouched, "sheet in {root}/none.xlsx", ("none.xlsx",)),
    "sheet in, no workbook": (
        written("a.xlsx", b"junk\0\xff"), "sheet in {root}/a.xlsx", ("a.xlsx",)),
    "sheet in, a folder": (_occupied, "sheet in {root}/out", ("out",)),
    "sheet out, onto a folder": (_occupied, "sheet out {root}/out", ("out",)),
    "import ris, no such file": (untouched, "import ris {root}/none.ris", ("none.ris",)),
    "import ris, not of its form": (
        written("a.ris", "junk"), "import ris {root}/a.ris", ("a.ris", "line 1")),
    "import ris, not UTF-8": (
        written("a.ris", b"TY  - caf\xe9"), "import ris {root}/a.ris", ("a.ris", "UTF-8")),
    "import revman, no such folder": (untouched, "import revman {root}/none", ("none",)),
    "import revman, none of its tables": (_occupied, "import revman {root}/out", ("out",)),
    "an unknown command": (untouched, "zzz", ("zzz",)),
    "an unknown option": (untouched, "check --zzz", ("--zzz",)),
    "a dictionary missing": (missing("data/datapackage.json"), "check", ("datapackage.json",)),
    "audit of a broken table": (
        cell("data/coded/doses.csv", "patient_id", "zzz"), "audit", ("doses", "zzz")),
    "build of a broken table": (
        cell("data/coded/doses.csv", "patient_id", "zzz"), "build", ("doses", "zzz")),
    "figures of a broken table": (
        cell("data/coded/doses.csv", "patient_id", "zzz"), "figures", ("doses", "zzz")),
    "tables of a broken table": (
        cell("data/coded/doses.csv", "patient_id", "zzz"), "tables", ("doses", "zzz")),
    "trace of a broken table": (
        cell("data/coded/doses.csv", "patient_id", "zzz"), "trace mrd", ("doses", "zzz")),
    "build of an empty table": (
        bytes_of("data/coded/doses.csv", lambda raw: b""), "build", ("doses", "empty")),
}  # fmt: skip

OUTSIDE = ("check", "build", "audit", "figures", "tables", "trace mrd", "diff HEAD")


def command_variants() -> Iterator[Variant]:
    """Yield every command that cannot be carried out."""
    for name, (damage, command, words) in COMMANDS.items():
        yield Variant("commands", name, damage, tuple(command.split()), words)
    for command in OUTSIDE:
        arguments = (*command.split(), "--project", "/")
        title = f"{command.split()[0]} outside a project"
        yield Variant("commands", title, untouched, arguments, ("datapackage.json",))
