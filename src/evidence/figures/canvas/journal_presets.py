"""What journals print about figures, as data (journal_presets.toml), and the default."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from evidence.figures.canvas.check_frame import FrameError

WIDTHS = ("single", "one_and_a_half", "double")
# What a journal may ask authors to leave out, as far as the figures here could hold it.
AVOIDABLE = ("patterns", "gridlines", "coloured text")


@dataclass(frozen=True, slots=True)
class Preset:
    """One journal's figure sizes: millimetres, points, dots per inch, and
    where they are printed.
    """

    name: str
    label: str
    widths_mm: dict[str, float]
    text_pt: float
    small_pt: float
    heading_pt: float
    formats: tuple[str, ...]
    dpi: int
    source: str
    seen: date
    note: str = ""
    avoid: tuple[str, ...] = ()
    height_limit_mm: float | None = None
    smallest_width_mm: float | None = None
    printed_smallest_text_pt: float | None = None
    printed_largest_text_pt: float | None = None

    def width_mm(self, width: str) -> float:
        """Return a column width in millimetres.

        Where the journal prints no such width, the default preset's is used,
        held between the smallest and the largest width that the journal prints.
        Raises :class:`FrameError` for a width that has no name here.

        >>> preset("nature").width_mm("double"), preset("plos").width_mm("single")
        (183.0, 80.0)
        """
        if width not in WIDTHS:
            raise FrameError(f"width {width!r} is unknown; allowed are {', '.join(WIDTHS)}")
        if width in self.widths_mm:
            return self.widths_mm[width]
        default_width = preset("default").widths_mm[width]
        smallest = self.smallest_width_mm or min(self.widths_mm.values())
        return min(max(default_width, smallest), max(self.widths_mm.values()))


@cache
def presets() -> dict[str, Preset]:
    """Return every preset by name, in the order of journal_presets.toml.

    >>> list(presets())
    ['default', 'nature', 'plos', 'bmc', 'blood', 'lancet', 'elsevier']
    """
    printed = tomllib.loads(files(__package__).joinpath("journal_presets.toml").read_text("utf-8"))
    return {name: _preset(name, fields) for name, fields in printed.items()}


def preset(name: str) -> Preset:
    """Return one preset; raises :class:`FrameError` naming those that exist.

    >>> preset("blood").widths_mm["one_and_a_half"]
    115.0
    """
    if name not in presets():
        raise FrameError(f"journal {name!r} has no preset; allowed are {', '.join(presets())}")
    return presets()[name]


def _preset(name: str, fields: dict) -> Preset:
    lists = {key: tuple(value) for key, value in fields.items() if isinstance(value, list)}
    return Preset(name=name, **{**fields, **lists})
