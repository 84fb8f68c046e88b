"""Traffic lights: a judgement as a symbol in a circle, distinguished by
symbol, lightness and colour.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import missing, place
from evidence.figures.canvas.legend import LegendEntry
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import MINUS

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Light:
    """One judgement: its symbol, its fill in colour and in grey, and the grey of the symbol."""

    words: str
    symbol: str
    colour: str
    grey: str
    symbol_grey: str = "0.0"


LOW, CONCERNS, HIGH = ("green", "1.0"), ("yellow", "0.78"), ("vermillion", "0.30")
LIGHTS = {
    "low": Light("low", "+", *LOW),
    "yes": Light("yes", "+", *LOW),
    "some concerns": Light("some concerns", "?", *CONCERNS),
    "unclear": Light("unclear", "?", *CONCERNS),
    "high": Light("high", MINUS, *HIGH, "1.0"),
    "no": Light("no", MINUS, *HIGH, "1.0"),
    "no information": Light("no information", "…", "", "1.0"),
    "not applicable": Light("not applicable", "/", "", "1.0"),
}


def light_of(judgement: object) -> Light:
    """Return the light of a judgement; a missing one is "no information".

    Raises :class:`ValueError` for a judgement that has no light.

    >>> light_of("low").symbol, light_of(None).words
    ('+', 'no information')
    """
    name = "no information" if missing(judgement) else str(judgement).strip().lower()
    if name not in LIGHTS:
        raise ValueError(f"judgement {judgement!r} is unknown; allowed are {', '.join(LIGHTS)}")
    return LIGHTS[name]


def unknown_judgements(frame: pd.DataFrame, column: str, name: str = "label") -> list[str]:
    """Return the faults of a column of judgements; a missing one is "no information"."""
    return [
        f"{place(frame, i, column, name)}: {value!r}; allowed: {', '.join(LIGHTS)}"
        for i, value in enumerate(frame[column])
        if not missing(value) and str(value).strip().lower() not in LIGHTS
    ]


def draw_light(
    page: Page, x: float, y: float, judgement: object, diameter: float, size: float
) -> None:
    """Draw one light centred on (x, y), all in points."""
    from matplotlib.patches import Circle

    light, style = light_of(judgement), current()
    grey = style.palette == "grey"
    fill = light.grey if grey else style.colour(light.colour) if light.colour else "white"
    page.figure.add_artist(
        Circle(
            (x, y),
            diameter / 2,
            facecolor=fill,
            edgecolor=style.muted,
            linewidth=0.5,
            transform=page.transform,
            gid=f"light {light.words}",
        )
    )
    if light.symbol:
        page.text(
            x,
            y,
            light.symbol,
            size,
            align="center",
            weight="bold",
            colour=light.symbol_grey if grey else style.ink,
        )


def light_entries(judgements: Iterable[object], diameter: float) -> list[LegendEntry]:
    """Return the legend of the lights that occur among judgements."""
    words = {light_of(judgement).words for judgement in judgements}
    return [_light_entry(name, diameter) for name in LIGHTS if name in words]


def _light_entry(name: str, diameter: float) -> LegendEntry:
    def sign(page: Page, x: float, y: float) -> None:
        draw_light(page, x, y, name, diameter, current().small_pt)

    return LegendEntry(name, sign, diameter + 3, diameter / 2, 12.0)
