"""Laboratory values on one scale for each analyte.

The unit of a value without one is inferred from its size, and marked so: a cell count with
"× 10^9" is per litre, one of 1000 or more is per microlitre. Nothing is corrected:
a value outside the plausible range stays, marked implausible.
"""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from evidence.harmonise.memoise import read_each_pair
from evidence.harmonise.numbers import DIGITS, plain_typography, split_bound, split_number
from evidence.harmonise.quantities import convert, read_quantity

RULE = "laboratory 1"
CELLS = "1/nL"  # pint's name of 10^9 per litre
LEAST_PER_MICROLITRE = 1000  # a count without unit of at least so much is per microlitre
RANGE = re.compile(rf"\s*({DIGITS})\s*%?\s*(?:-|to)\s*({DIGITS})(?![\d.,^])(.*)", re.S)


def canonical_of(unit: str) -> str:
    """pint's name of a unit of the code lists; a fraction has none.

    >>> canonical_of("fraction"), canonical_of("10^9/L"), canonical_of("g/dL")
    ('', '1/nL', 'g/dL')
    """
    return {"fraction": "", "10^9/L": CELLS}.get(unit, unit)


def with_unit(text: str, canonical_unit: str) -> str:
    """The reported value, with a unit inferred from its size where none is reported.

    >>> with_unit("40,000", "1/nL"), with_unit("0.9×10^9", "1/nL"), with_unit("79 g/L", "g/dL")
    ('40,000 /μL', '0.9×10^9 /L', '79 g/L')
    """
    if canonical_unit != CELLS or read_quantity(text)[1]:
        return text
    if "10^9" in plain_typography(text):
        return f"{text} /L"
    return f"{text} /μL" if read_quantity(text)[0] >= LEAST_PER_MICROLITRE else text


def ends(text: str) -> tuple[str, str]:
    """Both ends of a reported range, each with the unit; twice the same for a single value.

    A range has its lower end first: "10-3" is none. A bound has one end; the other is empty.

    >>> ends("40,000–50,000"), ends("25-35 s"), ends("79 g/L"), ends("10-3")
    (('40,000', '50,000'), ('25 s', '35 s'), ('79 g/L', '79 g/L'), ('10-3', '10-3'))
    >>> ends("<0.1 g/dL"), ends("more than 500 /μL")
    (('', '0.1 g/dL'), ('500 /μL', ''))
    """
    comparator, value = split_bound(text)
    if comparator != "equal":
        return ("", value) if comparator == "below" else (value, "")
    found = RANGE.match(plain_typography(text))
    if not found:
        return text, text
    low, high, unit = found.group(1), found.group(2), found.group(3).strip()
    if split_number(low)[0] >= split_number(high)[0]:
        return text, text
    return f"{low} {unit}".strip(), f"{high} {unit}".strip()


def reported_ends(text: str) -> list[str]:
    """The ends that are reported: both of a range or value, the one of a bound.

    >>> reported_ends("<0.1 g/dL")
    ['0.1 g/dL']
    """
    return [end for end in ends(text) if end]


class Scale(NamedTuple):
    """The unit in which an analyte is compared (pint's name) and its molar mass in g/mol."""

    unit: str
    molar_mass: float | None

    def convert(self, end: str) -> float:
        """One end of a reported value on this scale; missing for the open end of a bound."""
        return np.nan if not end else convert(with_unit(end, self.unit), self.unit, self.molar_mass)


def scales(analytes: pd.DataFrame) -> dict[str, Scale]:
    """The scale of each analyte of the code list.

    Parameters
    ----------
    analytes : the code list, as text or typed.
    """
    masses = pd.to_numeric(analytes["molar_mass_g_per_mol"], errors="coerce").astype(float)
    return {
        code: Scale(canonical_of(unit), float(mass) if mass > 0 else None)
        for code, unit, mass in zip(
            analytes["code"], analytes["canonical_unit"], masses, strict=True
        )
    }


def _read(text: str, scale: Scale) -> tuple[float, float, str]:
    """Both ends on the common scale, and whether the unit is reported or inferred; missing for
    words.
    """
    try:
        low, high = ends(text)
        some = low or high
        basis = "inferred" if with_unit(some, scale.unit) != some else "reported"
        return scale.convert(low), scale.convert(high), basis
    except ValueError:
        return np.nan, np.nan, "reported"


def harmonise_laboratory(laboratory: pd.DataFrame, analytes: pd.DataFrame) -> pd.DataFrame:
    """One row per reported value, on the analyte's common scale.

    Parameters
    ----------
    laboratory : coded. analytes : the code list with canonical_unit, molar_mass_g_per_mol,
        plausible_low and plausible_high.

    Returns
    -------
    laboratory_id, patient_id, document_id, analyte, phase, time_as_reported, value_as_reported,
    low, high : value on the common scale (equal unless a range is reported; one is missing for a
    bound such as <0.1 g/dL, both for words),
    unit : of low and high, unit_basis : reported or inferred,
    plausible : yes, no, or empty where there is no value or no range, rule, sources.
    """
    scale = analytes.set_index("code").reindex(laboratory["analyte"]).set_index(laboratory.index)
    by_analyte = scales(analytes)
    low, high, basis = read_each_pair(
        laboratory["value_as_reported"],
        laboratory["analyte"],
        lambda text, analyte: _read(text, by_analyte[analyte]),
        results=3,
    )
    least, most = (
        scale[name].to_numpy(float, na_value=np.nan) for name in ("plausible_low", "plausible_high")
    )
    judged = ~(np.isnan(low) & np.isnan(high)) & ~np.isnan(least)
    bound = np.isnan(low) | np.isnan(high)  # possible unless all that it allows is impossible
    inside = np.where(bound, ~((high <= least) | (low >= most)), (low >= least) & (high <= most))
    columns = laboratory[
        [
            "laboratory_id",
            "patient_id",
            "document_id",
            "analyte",
            "phase",
            "time_as_reported",
            "value_as_reported",
        ]
    ]
    return columns.assign(
        low=low,
        high=high,
        unit=scale["canonical_unit"].replace(CELLS, "10^9/L"),
        unit_basis=basis,
        plausible=np.where(judged, np.where(inside, "yes", "no"), ""),
        rule=RULE,
        sources="laboratory:" + laboratory["laboratory_id"],
    )
