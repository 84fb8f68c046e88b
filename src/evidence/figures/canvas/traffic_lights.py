"""Traffic lights: a judgement as a symbol in a circle, distinguished by
symbol, lightness and colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import missing, place
from evidence.figures.canvas.legend import LegendEntry
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import MINUS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.typing import ColorType

NO_COLOURS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Light:
    """One judgement: its symbol, its fill in colour and in grey, and the grey of the symbol.

    ``colour`` is a name of the style's palette or, as ``#rrggbb``, one of another.
    """

    words: str
    symbol: str
    colour: str
    grey: str
    symbol_grey: str = "0.0"


LOW, CONCERNS, HIGH = ("green", "1.0"), ("yellow", "0.78"), ("vermillion", "0.30")
# The palette "cochrane" of robvis 0.3.0 (McGuinness and Higgins 2021, doi:10.1002/jrsm.1411).
ROBVIS = {
    "low": "#02C100",
    "yes": "#02C100",
    "some concerns": "#E2DF07",
    "no": "#BF0000",
    "low except confounding": "#02C100",
    "moderate": "#E2DF07",
    "unclear": "#E2DF07",
    "high": "#BF0000",
    "serious": "#BF0000",
    "critical": "#820000",
    "no information": "#4EA1F7",
}
WHITE_SYMBOLS = (ROBVIS["high"], ROBVIS["critical"])  # dark fills, on which ink is not read
LIGHTS = {
    "low": Light("low", "+", *LOW),
    "low except confounding": Light("low except confounding", "±", *LOW),
    "yes": Light("yes", "+", *LOW),
    "some concerns": Light("some concerns", "?", *CONCERNS),
    "unclear": Light("unclear", "?", *CONCERNS),
    "moderate": Light("moderate", MINUS, *CONCERNS),
    "high": Light("high", MINUS, *HIGH, "1.0"),
    "no": Light("no", MINUS, *HIGH, "1.0"),
    "serious": Light("serious", "×", "vermillion", "0.45", "1.0"),
    "critical": Light("critical", "!", ROBVIS["critical"], "0.15", "1.0"),
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


def unknown_judgements(
    frame: pd.DataFrame, column: str, name: str = "label", allowed: Iterable[str] = LIGHTS
) -> list[str]:
    """Return the faults of a column of judgements; a missing one is "no information"."""
    known = tuple(allowed)
    return [
        f"{place(frame, i, column, name)}: {value!r}; allowed: {', '.join(known)}"
        for i, value in enumerate(frame[column])
        if not missing(value) and str(value).strip().lower() not in known
    ]


def face_of(light: Light, colours: Mapping[str, str] = NO_COLOURS) -> tuple[ColorType, ColorType]:
    """Return the fill and the ink of a light; ``colours`` replace fills by their words."""
    style = current()
    if style.palette == "grey":
        return light.grey, light.symbol_grey
    fill = colours.get(light.words, light.colour)
    if fill.startswith("#"):
        return fill, "white" if fill in WHITE_SYMBOLS else style.ink
    return (style.colour(fill) if fill else "white"), style.ink


def draw_light(
    page: Page,
    x: float,
    y: float,
    judgement: object,
    diameter: float,
    size: float,
    colours: Mapping[str, str] = NO_COLOURS,
) -> None:
    """Draw one light centred on (x, y), all in points."""
    from matplotlib.patches import Circle

    light, style = light_of(judgement), current()
    fill, ink = face_of(light, colours)
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
            colour=ink,
        )


def light_entries(judgements: Iterable[object], diameter: float) -> list[LegendEntry]:
    """Return the legend of the lights that occur among judgements."""
    words = {light_of(judgement).words for judgement in judgements}
    return [_light_entry(name, diameter) for name in LIGHTS if name in words]


def _light_entry(name: str, diameter: float) -> LegendEntry:
    def sign(page: Page, x: float, y: float) -> None:
        draw_light(page, x, y, name, diameter, current().small_pt)

    return LegendEntry(name, sign, diameter + 3, diameter / 2, 12.0)
