"""Output on consoles that do not have every character: cp1252, ASCII, a redirected stream."""

import codecs
import sys
import unicodedata

HANDLER = "evidence.nearest"  # the name of the handler among Python's codecs

# What the field writes for a character where a typewriter has none.
PLAIN = {
    "−": "-", "–": "-", "—": "-", "‑": "-", "‐": "-", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~",
    "×": "x", "·": ".", "±": "+/-", "µ": "u", "μ": "u", "τ": "tau", "χ": "chi", "β": "beta",
    "α": "alpha", "γ": "gamma", "∞": "inf", "√": "sqrt ", "Σ": "sum ", "∑": "sum ", "→": "->",
    "←": "<-", "↑": "^", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "•": "*", "°": " deg",
    "✓": "yes", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "œ": "oe",
    "€": "EUR", "─": "-", "━": "-", "│": "|", "┃": "|",
}  # fmt: skip


def plain(text: str) -> str:
    """Return the nearest ASCII of a text: signs in words, letters without marks, else ``?``.

    >>> plain("I² 40%, −0.5 µg, Šimić, 日")
    'I2 40%, -0.5 ug, Simic, ?'
    """
    return "".join(PLAIN.get(letter) or _without_marks(letter) for letter in text)


def _without_marks(letter: str) -> str:
    letters = unicodedata.normalize("NFKD", letter)
    ascii_only = "".join(letter for letter in letters if letter.isascii())
    return ascii_only or ("" if unicodedata.combining(letter) else "?")


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return plain(error.object[error.start : error.end]), error.end


def write_what_the_console_has() -> None:
    """Let both output streams write the nearest characters that their encoding has.

    >>> import io
    >>> write_what_the_console_has()
    >>> stream = io.TextIOWrapper(io.BytesIO(), encoding="cp1252", errors=HANDLER)
    >>> _ = stream.write("τ² ≤ 0.5"), stream.flush()
    >>> stream.buffer.getvalue().decode("cp1252")
    'tau² <= 0.5'
    """
    codecs.register_error(HANDLER, _nearest)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)  # a stream in memory has none
        if reconfigure is not None:
            reconfigure(errors=HANDLER)
