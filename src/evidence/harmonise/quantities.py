"""Printed quantities on one scale, with pint for the units."""

import re
from functools import cache

from evidence.harmonise.numbers import split_number

# Spellings of units in the literature and what pint calls them. 10^9/L is one per nanolitre.
SPELLINGS = {
    "%": "percent",
    "g/dl": "g/dL",
    "g/l": "g/L",
    "/l": "1/L",
    "/μl": "1/uL",
    "u/ml": "1/mL",
    "u": "count",
    "s": "s",
    "cm": "cm",
    "mg": "mg",
    "g": "g",
    "mg/day": "mg/day",
    "mg daily": "mg/day",
    "mg/daily": "mg/day",
    "ml/day": "mL/day",
    "mg/m2": "mg/m^2",
    "mg/m^2": "mg/m^2",
    "g/m2": "g/m^2",
    "g/m^2": "g/m^2",
    "mg/kg": "mg/kg",
    "/kg": "1/kg",
    "gy": "Gy",
    "cgy": "cGy",
    "years": "year",
    "copies": "",
    "": "",
}
WHOLE = {"1/uL"}  # counts of cells: dots before three digits group thousands


@cache
def registry():
    """The one unit registry (0.3 s to make)."""
    import pint

    units = pint.UnitRegistry()
    units.formatter.default_format = "~"
    return units


def unit_of(text: str) -> str:
    """pint's name of a printed unit.

    >>> unit_of("g/dL"), unit_of("/µL"), unit_of("% of blasts")
    ('g/dL', '1/uL', 'percent')
    """
    plain = text.strip().lower().replace("µ", "μ").replace("²", "2").replace("^2", "2")
    words = re.split(r"\s+(?:of|in|per dose|twice|two|every|continuous)\b|\s*[;(]", plain)[0].strip(
        " .;"
    )
    if words not in SPELLINGS:
        raise ValueError(f"{text!r} is no known unit")
    return SPELLINGS[words]


@cache
def read_quantity(text: str) -> tuple[float, str]:
    """Value and pint unit of a printed quantity.

    Raises
    ------
    ValueError : the figure or the unit cannot be read.

    >>> read_quantity("168.000/μL")
    (168000.0, '1/uL')
    >>> read_quantity("0.64 × 10^9/l")
    (640000000.0, '1/L')
    """
    unit = unit_of(split_number(text)[1])
    return split_number(text, whole=unit in WHOLE)[0], unit


@cache
def factor(unit: str, canonical: str) -> float:
    """What a value in ``unit`` is multiplied by to be in ``canonical`` (both pint names).

    >>> round(factor("cGy", "Gy"), 12), round(factor("1/uL", "1/nL"), 12)
    (0.01, 0.001)
    """
    units = registry()
    return float(
        units.Quantity(1.0, unit or "dimensionless").to(canonical or "dimensionless").magnitude
    )


def convert(text: str, canonical: str) -> float:
    """A printed quantity in the canonical unit, to 15 significant digits.

    Raises
    ------
    ValueError : it cannot be read, or its unit measures something else.

    >>> convert("79 g/L", "g/dL"), convert("63.000/μL", "1/nL"), convert("1.6%", "")
    (7.9, 63.0, 0.016)
    """
    from pint.errors import DimensionalityError

    value, unit = read_quantity(text)
    try:
        return float(f"{value * factor(unit, canonical):.15g}")
    except DimensionalityError as error:
        raise ValueError(f"{text!r} is not in a unit of {canonical or 'a fraction'}") from error
