"""Text for figures: measured, wrapped or shortened to a width, numbers as readers write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from evidence.figures.canvas.check_frame import missing
from evidence.figures.canvas.style import bold

MINUS = "\N{MINUS SIGN}"
ELLIPSIS = "…"
NO_BREAK = "\N{NO-BREAK SPACE}"
BREAKING_SPACE = re.compile(r"[ \t\r\n\f\v]+")
SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def width_pt(text: str, size_pt: float, weight: str = "normal") -> float:
    """Return the width of one line of text in points, in the fonts now in force.

    The measure is that of the SVG and PDF renderers, without hinting, so that it
    does not depend on a resolution.

    >>> width_pt("mm", 8) == 2 * width_pt("m", 8)
    True
    """
    import matplotlib

    return _width(text, size_pt, weight, tuple(matplotlib.rcParams["font.family"]))


@lru_cache(maxsize=20_000)
def _width(text: str, size_pt: float, weight: str, families: tuple[str, ...]) -> float:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=list(families), size=size_pt)
    for name, value in (bold(text) if weight == "bold" else {}).items():
        getattr(font, f"set_{name}")(value)
    return text_to_path.get_text_width_height_descent(text, font, False)[0]


def one_line(text: object) -> str:
    """Return a cell as one line of text: white space closed up, nothing for a missing value.

    A no-break space stays: lines are never broken there.

    >>> one_line("two\\n  words"), one_line(None)
    ('two words', '')
    """
    return "" if missing(text) else BREAKING_SPACE.sub(" ", str(text)).strip()


def shortened(text: str, limit_pt: float, size_pt: float, weight: str = "normal") -> str:
    """Return the text, cut with an ellipsis where it is wider than ``limit_pt``.

    >>> shortened("a long name of a study", 40, 8)
    'a long…'
    """
    if width_pt(text, size_pt, weight) <= limit_pt:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = width_pt(text[:middle].rstrip() + ELLIPSIS, size_pt, weight) <= limit_pt
        low, high = (middle, high) if fits else (low, middle - 1)
    return text[:low].rstrip() + ELLIPSIS


def wrapped(
    text: str, limit_pt: float, size_pt: float, most_lines: int = 2, weight: str = "normal"
) -> list[str]:
    """Return the text in lines no wider than ``limit_pt``; the last is cut when more would follow.

    >>> wrapped("a study with a longer name", 50, 8)
    ['a study with', 'a longer n…']
    """
    result: list[str] = []
    words = one_line(text).split(" ")
    while words and len(result) < most_lines - 1:
        count = _words_that_fit(words, limit_pt, size_pt, weight)
        result.append(shortened(" ".join(words[:count]), limit_pt, size_pt, weight))
        words = words[count:]
    if words:
        result.append(shortened(" ".join(words), limit_pt, size_pt, weight))
    return result


def _words_that_fit(words: list[str], limit_pt: float, size_pt: float, weight: str) -> int:
    count = 1
    while (
        count < len(words) and width_pt(" ".join(words[: count + 1]), size_pt, weight) <= limit_pt
    ):
        count += 1
    return count


def number(value: Any, digits: int = 2) -> str:
    """Return a number with fixed decimals and a real minus sign; nothing for a missing one.

    >>> number(-0.333), number(float("nan")), number(1234.5, 1)
    ('−0.33', '', '1234.5')
    """
    if missing(value):
        return ""
    text = f"{float(value):.{digits}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def count(value: Any) -> str:
    """Return a whole number, or nothing for a missing one.

    >>> count(12.0), count(None)
    ('12', '')
    """
    return "" if missing(value) else f"{int(value)}"


def power_of_ten(exponent: int) -> str:
    """Return ten to a power in plain letters, so that no digit is set smaller than the text.

    >>> power_of_ten(-4)
    '10⁻⁴'
    """
    return "10" + str(exponent).translate(SUPERSCRIPTS)


def counted(number: int, singular: str = "study", plural: str = "studies") -> str:
    """Return a number with its noun.

    >>> counted(1), counted(3)
    ('1 study', '3 studies')
    """
    return f"{number} {singular if number == 1 else plural}"


def listed(words: Iterable[str]) -> str:
    """Return words as an English list; nothing for no words.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    *first, last = [*words] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def capitalised(words: str) -> str:
    """Return words with a capital at their head; what is no Latin letter stays as it is.

    >>> capitalised("overall survival"), capitalised("τ² of all"), capitalised("")
    ('Overall survival', 'τ² of all', '')
    """
    return words[:1].upper() + words[1:] if words[:1].isascii() else words


def uncapitalised(words: str) -> str:
    """Return words as they are within a sentence; an abbreviation keeps its capitals.

    >>> uncapitalised("Overall survival"), uncapitalised("CR or CRi"), uncapitalised("MRD-negative")
    ('overall survival', 'CR or CRi', 'MRD-negative')
    """
    return words[:1].lower() + words[1:] if words[1:2].islower() else words
