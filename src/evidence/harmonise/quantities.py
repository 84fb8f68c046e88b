"""Reported quantities on one scale, with pint for the units."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from evidence.harmonise.known_units import (
    FILE,
    add_units,
    known_units,
    nearest_units,
    spelling_of,
)
from evidence.harmonise.numbers import (
    GROUPING_COMMA,
    NO_GROUPING,
    WHOLE_COUNT,
    split_number,
)

if TYPE_CHECKING:
    import pint

GROUPED_BY = {"1/uL": WHOLE_COUNT, "percent": NO_GROUPING, "permille": NO_GROUPING}
# No more than a unit needs: pint computes whatever it is given, "9^9^9" for ever.
UNIT = re.compile(r"(?:1/)?[A-Za-zμ]{1,12}(?:\^[23])?(?:/[A-Za-zμ]{1,12}(?:\^[23])?){0,2}")


@cache
def registry() -> "pint.UnitRegistry[Any]":
    """The one unit registry (0.3 s to make)."""
    import pint

    units: pint.UnitRegistry[Any] = pint.UnitRegistry(on_redefinition="ignore")
    units.define("medicinal_unit = [medicinal_unit] = U")
    units.define("international_unit = [international_unit] = IU")
    units.define("equivalent = [equivalent] = Eq")
    units.define("osmole = [osmole] = osm")
    units.formatter.default_format = "~"
    return units


@cache
def is_unit(name: str) -> bool:
    """Does pint know the unit? An empty name is the unit of a share.

    >>> is_unit("g/dL"), is_unit("IU/L"), is_unit("quux")
    (True, True, False)
    """
    from pint.errors import PintError

    if name and not UNIT.fullmatch(name):
        return False
    try:
        registry().Quantity(1.0, name or "dimensionless")
    except (PintError, ValueError, AttributeError, TypeError):
        return False
    return True


class UnknownUnit(ValueError):
    """A reported unit that is in no list."""

    def __init__(self, reported: str) -> None:
        similar = nearest_units(reported)
        self.reported = reported
        self.hint = (
            f"unit {reported!r} is in no list"
            + (f"; near it: {', '.join(similar)}" if similar else "")
            + f"; a further unit is a row of {FILE}"
        )
        super().__init__(self.hint)


def unit_of(text: str) -> str:
    """pint's name of a reported unit.

    Raises
    ------
    UnknownUnit : it is in no list of units.

    >>> unit_of("g/dL"), unit_of("/µL"), unit_of("% of blasts"), unit_of("mcg/kg"), unit_of("IU")
    ('g/dL', '1/uL', 'percent', 'ug/kg', 'IU')
    """
    known = known_units().get(spelling_of(text))
    if known is None:
        raise UnknownUnit(text)
    return known.unit


def use_units(rows: Iterable[Mapping[str, str]]) -> None:
    """Read quantities in the units of a review as well; see :func:`known_units.add_units`."""
    add_units(rows)
    read_quantity.cache_clear()


@cache
def read_quantity(text: str) -> tuple[float, str]:
    """Value and pint unit of a reported quantity.

    Raises
    ------
    ValueError : the number or the unit cannot be read.

    >>> read_quantity("168.000/μL"), read_quantity("0,125 mg"), read_quantity("3750 IU")
    ((168000.0, '1/uL'), (0.125, 'mg'), (3750.0, 'IU'))
    >>> read_quantity("0.64 × 10^9/l")
    (640000000.0, '1/L')
    """
    unit = unit_of(split_number(text)[1])
    return split_number(text, GROUPED_BY.get(unit, GROUPING_COMMA))[0], unit


@cache
def factor(unit: str, canonical: str, molar_mass: float | None = None) -> float:
    """What a value in ``unit`` is multiplied by to be in ``canonical`` (both pint names).

    Parameters
    ----------
    unit, canonical : pint names. molar_mass : of the substance in g/mol; with it a mass
        concentration and an amount concentration are the same kind: c = rho / M.

    Raises
    ------
    ValueError : one is no unit, or the two measure different things.

    >>> round(factor("cGy", "Gy"), 12), round(factor("1/uL", "1/nL"), 12)
    (0.01, 0.001)
    >>> round(factor("mg/dL", "umol/L", molar_mass=584.673), 2)  # bilirubin
    17.1
    """
    from pint.errors import DimensionalityError

    for name in (unit, canonical):
        if not is_unit(name):
            raise ValueError(f"{name!r} is no known unit")
    units = registry()
    quantity, target = units.Quantity(1.0, unit or "dimensionless"), canonical or "dimensionless"
    try:
        if molar_mass is None:
            return float(quantity.to(target).magnitude)
        with units.context("chemistry", mw=units.Quantity(molar_mass, "g/mol")):
            return float(quantity.to(target).magnitude)
    except DimensionalityError as error:
        raise ValueError(
            f"{unit or 'a number without unit'} is not in a unit of {canonical or 'a fraction'}"
        ) from error


def convert(text: str, canonical: str, molar_mass: float | None = None) -> float:
    """A reported quantity in the canonical unit, to 15 significant digits.

    Parameters
    ----------
    text : as reported. canonical, molar_mass : see :func:`factor`.

    Raises
    ------
    ValueError : it cannot be read, or its unit measures something else.

    >>> convert("79 g/L", "g/dL"), convert("63.000/μL", "1/nL"), convert("1.6%", "")
    (7.9, 63.0, 0.016)
    >>> convert("0,005%", ""), convert("0·005%", ""), convert("3 per 1000", "")
    (5e-05, 5e-05, 0.003)
    """
    value, unit = read_quantity(text)
    try:
        return float(f"{value * factor(unit, canonical, molar_mass):.15g}")
    except ValueError as error:
        raise ValueError(f"{text!r} is not in a unit of {canonical or 'a fraction'}") from error
