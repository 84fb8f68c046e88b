"""The cells of a column as numbers, however a spreadsheet or a report wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from numbers import Real
from typing import Any

from evidence.synthesis.study_table.sheet import blank

NOT_REPORTED = ("na", "n/a", "n.a.", "nan", "null", "none", "nr", "n.r.", "not reported",
                "-", "–", "—", ".", "<na>", "#n/a")  # fmt: skip
_MARKS = str.maketrans({"−": "-", "–": "-", "·": ".", "∙": ".", "\u202f": " ", "\u2009": " ",
                        "\xa0": " ", "'": " ", "’": " "})  # fmt: skip
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_SPACED = re.compile(r"[+-]?\d{1,3}( \d{3})+([.,]\d+)?")
_COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?")
_GROUPED = {mark: re.compile(rf"[+-]?[1-9]\d{{0,2}}({re.escape(mark)}\d{{3}})+") for mark in ",."}
_BOTH = {
    ",": re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+,\d+"),
    ".": re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+\.\d+"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A number, or the reason why there is none; ``how`` is noted where it is not plain."""

    value: float = float("nan")
    problem: str = ""
    how: str = ""


def decimal_mark(cells: Iterable[Any]) -> str:
    """Return the decimal mark that the cells show: ``,``, ``.``, or neither where all are whole.

    A comma or point with three digits behind it may group thousands, so it shows nothing.

    >>> decimal_mark(["0,45", "1"]), decimal_mark(["0.45"]), decimal_mark(["1,240"])
    (',', '.', '')
    """
    texts = [cell.strip().translate(_MARKS) for cell in cells if isinstance(cell, str)]
    commas = [
        text for text in texts if _COMMA.fullmatch(text) and not _GROUPED[","].fullmatch(text)
    ]
    if commas or any(_BOTH[","].fullmatch(text) for text in texts):
        return ","
    points = [
        text
        for text in texts
        if "." in text and _PLAIN.fullmatch(text) and not _GROUPED["."].fullmatch(text)
    ]
    return "." if points or any(_BOTH["."].fullmatch(text) for text in texts) else ""


def read_number(cell: Any, decimal: str, whole: bool) -> Reading:
    """Return a cell as a number, in a table with this decimal mark.

    >>> read_number("0,45", ",", False)
    Reading(value=0.45, problem='', how='decimal commas')
    >>> read_number("1.240", "", True).problem
    'a whole number (1240, if the point groups thousands)'
    >>> read_number("12%", "", True).problem
    'a number, not a percentage'
    """
    if blank(cell):
        return Reading()
    if isinstance(cell, Real) and not isinstance(cell, bool):
        found = Reading(float(cell))
    elif isinstance(cell, str):
        found = _of_text(cell.strip(), decimal, whole)
    else:
        found = Reading(problem="a number")
    if whole and not found.problem and found.value % 1 not in (0.0,) and found.value == found.value:
        if abs(found.value) == float("inf"):
            return Reading(problem="a finite whole number")
        return Reading(problem=_not_whole(str(cell)))
    return found


def _of_text(text: str, decimal: str, whole: bool) -> Reading:
    if text.casefold() in NOT_REPORTED:
        standard = text.casefold() in ("na", "nan")
        return Reading(how="" if standard else f"{text!r} as not reported")
    plain = text.translate(_MARKS)
    if plain.endswith("%"):
        return Reading(problem="a number, not a percentage")
    if _SPACED.fullmatch(plain):
        plain = plain.replace(" ", "")
        return _of_text(plain, decimal, whole) if "," in plain else _grouped(plain)
    for mark, both in _BOTH.items():
        if both.fullmatch(plain):
            return _grouped(plain.replace("," if mark == "." else ".", "").replace(",", "."))
    if decimal == "," and whole and _GROUPED["."].fullmatch(plain):
        return _grouped(plain.replace(".", ""))
    if _GROUPED[","].fullmatch(plain) and (decimal != "," or plain.count(",") > 1):
        if whole or decimal == ".":
            return _grouped(plain.replace(",", ""))
        return Reading(problem="a number without a mark between thousands")
    if _COMMA.fullmatch(plain):
        return Reading(float(plain.replace(",", ".")), how="decimal commas")
    if decimal == "," and _GROUPED["."].fullmatch(plain):
        return Reading(problem="a number without a mark between thousands")
    if _PLAIN.fullmatch(plain) or plain.casefold().lstrip("+-") in ("inf", "infinity"):
        return Reading(float(plain))
    return Reading(problem="a number")


def _grouped(digits: str) -> Reading:
    return Reading(float(digits), how="marks between thousands")


def _not_whole(text: str) -> str:
    if _GROUPED["."].fullmatch(text.strip()):
        digits = text.strip().replace(".", "")
        return f"a whole number ({digits}, if the point groups thousands)"
    return "a whole number"
