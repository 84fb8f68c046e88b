"""Ways in which the file of a coded table or code list is broken, whatever it holds."""

from collections.abc import Iterator

from bench.hostile.variant import (
    Damage,
    Rows,
    Variant,
    bytes_of,
    folder_instead,
    missing,
    rows_of,
)

CHECK = ("check",)


def _in_first_row(extra: bytes):
    """Put bytes before the end of the first row below the header."""

    def change(raw: bytes) -> bytes:
        head, _, rest = raw.partition(b"\n")
        row, _, others = rest.partition(b"\n")
        return head + b"\n" + row + extra + b"\n" + others

    return change


def _unclosed(raw: bytes) -> bytes:
    head, _, rest = raw.partition(b"\n")
    return head + b'\n"' + rest.replace(b'"', b"")


def _without_first_column(rows: Rows) -> Rows:
    return [row[1:] for row in rows]


def _with_column(name: str):
    return lambda rows: [[*rows[0], name], *([*row, ""] for row in rows[1:])]


def file_damages(path: str) -> dict[str, tuple[Damage, tuple[str, ...]]]:
    """Name of the damage -> the damage and the words that its message must have."""
    return {
        "missing": (missing(path), ("no such file|missing",)),
        "a folder": (folder_instead(path), ()),
        "empty": (bytes_of(path, lambda raw: b""), ("empty",)),
        "only blank lines": (bytes_of(path, lambda raw: b"\n\n\n"), ()),
        "UTF-16": (bytes_of(path, lambda raw: raw.decode().encode("utf-16")), ("UTF-8|UTF-16",)),
        "a letter of Windows-1252": (bytes_of(path, _in_first_row(b"\xe9")), ("row 2", "UTF-8")),
        "semicolons": (bytes_of(path, lambda raw: raw.replace(b",", b";")), ("semicolon",)),
        "tabs": (bytes_of(path, lambda raw: raw.replace(b",", b"\t")), ("row 1",)),
        "lines ended by CR": (bytes_of(path, lambda raw: raw.replace(b"\n", b"\r")), ()),
        "a quotation mark not closed": (bytes_of(path, _unclosed), ("row 2",)),
        "a NUL": (bytes_of(path, _in_first_row(b"\0")), ("row 2|NUL",)),
        "a control character": (bytes_of(path, _in_first_row(b"\x1b[31m")), ("row 2|control",)),
        "a lone surrogate": (bytes_of(path, _in_first_row(b"\xed\xa0\x80")), ("row 2",)),
        "a row too long": (bytes_of(path, _in_first_row(b",a,b")), ("row 2", "cells")),
        "a row too short": (rows_of(path, lambda r: [r[0], r[1][:-1], *r[2:]]), ("row 2", "cells")),
        "no header": (rows_of(path, lambda rows: rows[1:]), ("row 1",)),
        "the first column missing": (rows_of(path, _without_first_column), ("row 1",)),
        "an unknown column": (rows_of(path, _with_column("zzz")), ("zzz",)),
        "a key twice": (rows_of(path, lambda rows: [*rows, rows[1]]), ("row ",)),
        "an empty key": (rows_of(path, lambda r: [r[0], ["", *r[1][1:]], *r[2:]]), ("row 2",)),
        "a line of title": (bytes_of(path, lambda raw: b"Table 1\n" + raw), ("row 1",)),
        "JSON": (bytes_of(path, lambda raw: b'{"rows": []}\n'), ("row 1",)),
    }  # fmt: skip


def file_variants(family: str, paths: list[str], each: int) -> Iterator[Variant]:
    """Yield ``each`` damages of every file, taken in turn so that all damages are tried."""
    turn = 0
    for path in paths:
        damages = list(file_damages(path).items())
        for _ in range(each):
            name, (damage, words) = damages[turn % len(damages)]
            turn += 1
            file = path.rpartition("/")[2].removesuffix(".csv")
            yield Variant(family, f"{path}, {name}", damage, CHECK, (file, *words))
