"""Values as a sentence shows them."""

import re

from evidence.tables.core.number_format import MINUS

FORMAT = re.compile(r"(,?)(?:\.(\d))?([fdp])|words")
WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
ALLOWED = ".2f (decimals), .1p (per cent of a proportion), d (whole), words (to twelve), lower"
TEXT = ("", "lower")  # formats of words


def shown(value: str, form: str) -> str:
    """The value of a cell in a format.

    Parameters
    ----------
    value : a cell as text. form : ``.2f``, ``.1p``, ``d``, with a comma before it for thousands,
        or ``words``; empty for text and whole numbers as they are.

    Returns
    -------
    The text; *not reported* for an empty cell.

    Raises
    ------
    ValueError : the format is unknown, the cell is no number, or it has decimals and no format.

    >>> shown("0.738", ".1p"), shown("-0.5", ".1f"), shown("6", "words"), shown("low", "")
    ('73.8%', '−0.5', 'six', 'low')
    >>> shown("2.390488", "")
    Traceback (most recent call last):
    ...
    ValueError: value 2.390488 needs a format: .2f (decimals), .1p (per cent of a proportion), ...
    """
    if not value:
        return "not reported"
    if form in TEXT:
        if re.fullmatch(r"-?\d+\.\d+|-?\d+(\.\d+)?e-?\d+", value):
            raise ValueError(f"value {value} needs a format: {ALLOWED}")
        return lower(value) if form else value
    read = FORMAT.fullmatch(form)
    if not read:
        raise ValueError(f"format {form!r} is unknown; allowed: {ALLOWED}")
    try:
        number = float(value)
    except ValueError:
        raise ValueError(f"value {value!r} is no number, so it takes no format") from None
    return _in_words(number) if form == "words" else _formatted(number, read)


def lower(text: str) -> str:
    """A label as it stands inside a sentence: small unless it is an abbreviation.

    >>> lower("Very low"), lower("CR or CRi")
    ('very low', 'CR or CRi')
    """
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _in_words(number: float) -> str:
    """A whole number to twelve in words, a larger one in digits."""
    if number != int(number) or number < 0:
        raise ValueError(f"value {number:g} is not a count, so it has no words")
    return WORDS[int(number)] if number < len(WORDS) else f"{number:.0f}"


def _formatted(number: float, read: re.Match[str]) -> str:
    comma, decimals, kind = read.groups()
    if kind == "d" and number != int(number):
        raise ValueError(f"value {number:g} is not whole, so format d would change it")
    scaled = 100 * number if kind == "p" else number
    text = f"{abs(scaled):{comma}.{decimals or 0}f}" + ("%" if kind == "p" else "")
    negative = scaled < 0 and re.search("[1-9]", text)
    return f"{MINUS if negative else ''}{text}"
