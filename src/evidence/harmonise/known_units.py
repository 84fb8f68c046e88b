"""Units as they are reported: the usual ones (``units.csv`` here) and those that a review adds in
``data/vocabulary/units.csv``.

A spelling is in small letters, with ``u`` for micro, ``m2`` for m² and ``ug`` for mcg. A unit (U)
and an international unit (IU) are two kinds: neither is a count, and neither can be converted into
a mass or into the other.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from evidence.harmonise.numbers import plain_typography

FILE = "data/vocabulary/units.csv"
# What is counted or how it was given may follow a unit; after a percentage it is any word.
AFTER_UNIT = re.compile(
    r"\s+(?:of|in|per dose|twice|two|every|continuous|width)\b|(?<=%)\s+(?=[a-z])|\s*[;(]"
)
MICROGRAM = re.compile(r"\bmcg\b")
SHOWN = 3  # of the nearest spellings


class Unit(NamedTuple):
    """What a spelling stands for."""

    unit: str  # pint's name; empty for a number without a unit
    ucum: str
    kind: str


def _units(rows: Iterable[Mapping[str, str]]) -> dict[str, Unit]:
    return {row["spelling"]: Unit(row["unit"], row["ucum"], row["kind"]) for row in rows}


@cache
def usual_units() -> dict[str, Unit]:
    """The units that come with the package, by spelling.

    >>> usual_units()["pg/ml"]
    Unit(unit='pg/mL', ucum='pg/mL', kind='concentration')
    """
    text = files("evidence.harmonise").joinpath("units.csv").read_text(encoding="utf-8")
    return _units(csv.DictReader(text.splitlines()))


_OF_REVIEW: dict[str, Unit] = {}


def add_units(rows: Iterable[Mapping[str, str]]) -> None:
    """Take the units of a review in addition; those of a review read before are dropped.

    Parameters
    ----------
    rows : spelling, unit, ucum and kind of each.
    """
    _OF_REVIEW.clear()
    _OF_REVIEW.update(_units(rows))


def known_units() -> dict[str, Unit]:
    """Every unit by spelling; one of the review goes before a usual one."""
    return usual_units() | _OF_REVIEW


def spelling_of(text: str) -> str:
    """A reported unit in the spelling of the list.

    >>> spelling_of("mcg/m²"), spelling_of("µmol/L"), spelling_of("% of blasts")
    ('ug/m2', 'umol/l', '%')
    """
    plain = plain_typography(text.strip()).lower().replace("μ", "u")
    plain = MICROGRAM.sub("ug", re.sub(r"\^([23])", r"\1", plain))
    return AFTER_UNIT.split(plain)[0].strip(" .;")


def nearest_units(text: str) -> list[str]:
    """The spellings in the list that are nearest to a reported unit.

    >>> nearest_units("mg/dcl")
    ['mg/dl', 'mg/l', 'mg/d']
    """
    return get_close_matches(spelling_of(text), filter(None, known_units()), SHOWN, 0.5)


@cache
def kinds() -> dict[str, str]:
    """Kind of each of the usual units by pint's name.

    >>> kinds()["mg/m^2"]
    'per_surface'
    """
    return {unit.unit: unit.kind for unit in usual_units().values()}
