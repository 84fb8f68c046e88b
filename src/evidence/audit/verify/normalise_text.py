"""Reported text made comparable: how it is set is dropped, what it says remains.

A value is looked for as a run of signs. Spaces, raised digits and hyphens inside words
are set differently by every publisher, so they are not signs here but gaps between
signs; where digits meet, the gap still counts.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))
LATEX = {
    "times": "×",
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "mu": "μ",
    "pm": "±",
    "leq": "≤",
    "le": "≤",
    "geq": "≥",
    "ge": "≥",
    "sim": "~",
    "cdot": "·",
    "circ": "°",
}
DASHES = dict.fromkeys("‐‑‒–—―−﹣－", "-")
QUOTES = dict.fromkeys("‘’‚′`´", "'") | dict.fromkeys("“”„″", '"')
NOTHING = dict.fromkeys("\u00ad\u200b\u2060\ufeff$*{}\\_")
SIGNS = str.maketrans(DASHES | QUOTES | NOTHING | {"µ": "μ", "✕": "×", "∼": "~"})
TAG = re.compile(r"</?(?:sup|sub|i|b|u|em|strong|small|span|p|br|a)\b[^<>]{0,200}>", re.IGNORECASE)
INNER = "\u2010"  # a hyphen within a word, or where a line breaks a word
REFERENCE_MARK = re.compile(r"(?<!10)(?<!m)\^\d[\d,-]*|\[\d[\d,;\s-]*\]")


def _raised(match: re.Match) -> str:
    return "^" + "".join(RAISED[sign] for sign in match[0])


def plain(text: str) -> str:
    r"""The text with LaTeX, HTML, Markdown and typographic signs reduced to one plain spelling.

    Raised digits stand after ``^``, hyphens within words are U+2010, other dashes ``-``.

    >>> plain("$0.64 \\times 10^{9}/l$ on **day** 8–15; 2.68×10⁻⁵, CD22<sup>+</sup>")
    '0.64 × 10^9/l on day 8-15; 2.68×10^-5, CD22^+'
    """
    text = re.sub(f"[{''.join(RAISED)}]+", _raised, text)
    text = TAG.sub("", re.sub(r"<sup\b[^<>]*>", "^", text, flags=re.IGNORECASE))
    text = re.sub(r"\\([A-Za-z]+)", lambda match: LATEX.get(match[1], ""), text)
    text = unicodedata.normalize("NFKC", text.translate(SIGNS)).translate(SIGNS)
    text = re.sub(r"(?<=\d)(\s*)[xX](?=\s*10\b)", r"\1×", text)
    text = re.sub(r"(?<=[^\W\d])-(?=[^\W\d]|\s*\n\s*[^\W\dA-Z])", INNER, text)
    return re.sub(r"\s+", " ", re.sub(r"\^+", "^", text))


def without_reference_marks(text: str) -> str:
    """Plain text without the marks of its references: raised numbers and numbers in brackets.

    >>> without_reference_marks("remission.^3-5 In 10^9/L and m^2 [4, 5]")
    'remission. In 10^9/L and m^2 '
    """
    return REFERENCE_MARK.sub("", text)


@dataclass(frozen=True)
class Run:
    """Signs, and the gap before each of them and after the last (spaces, ``^``, inner hyphens)."""

    signs: str
    gaps: tuple[str, ...]


def run_of(text: str) -> Run:
    """Plain text as signs and gaps.

    >>> run_of("10^9 cells").signs, run_of("10^9 c").gaps
    ('109cells', ('', '', '^', ' ', ''))
    """
    signs, gaps, gap = [], [], ""
    for sign in text:
        if sign in (" ", "^", INNER):
            gap += sign
        else:
            signs.append(sign)
            gaps.append(gap)
            gap = ""
    return Run("".join(signs), (*gaps, gap))


@cache
def wanted(piece: str) -> Run:
    """What is looked for, as a run without outer gaps."""
    return run_of(plain(piece).strip())


def _in_a_number(signs: str, i: int) -> bool:
    """Are this sign and the one before it parts of one number: two digits, or a digit after a
    decimal sign, or the sign itself?
    """
    before, sign = signs[i - 1], signs[i]
    if sign.isdigit():
        return before.isdigit() or (before in ".," and signs[i - 2 : i - 1].isdigit())
    return sign in ".," and before.isdigit() and signs[i + 1 : i + 2].isdigit()


def _same_numbers(piece: Run, text: Run, start: int) -> bool:
    """Do the digits stand together, or apart, as they do in the piece?

    A power whose exponent is no longer raised still counts as that power: 10^9 is found
    in 109, but 109 is not found in 10^9.
    """
    for i in range(1, len(piece.signs)):
        if _in_a_number(piece.signs, i):
            sought, found = piece.gaps[i], text.gaps[start + i]
            if sought != found and "^" not in sought:
                return False
    return True


def _free_start(text: Run, start: int) -> bool:
    """Does a word or number begin here, rather than go on?"""
    first, gap, before = text.signs[start], text.gaps[start], text.signs[max(start - 2, 0) : start]
    if not before or not first.isalnum():
        return True
    if gap == "^":
        return before != "10"
    if gap:
        return True
    if first.isalpha():
        return not before[-1].isalpha()
    decimal = (
        len(before) == 2 and before[1] in ".," and before[0].isdigit() and not text.gaps[start - 1]
    )
    return not (before[-1].isalnum() or decimal)


def _free_end(text: Run, end: int) -> bool:
    """Does a word or number end before this sign, rather than go on?"""
    last, gap, after = text.signs[end - 1], text.gaps[end], text.signs[end : end + 2]
    if not after or not last.isalnum():
        return True
    if gap == "^":
        return text.signs[max(end - 2, 0) : end] != "10"
    if gap:
        return True
    if last.isalpha():
        return not after[0].isalpha()
    decimal = len(after) == 2 and after[0] in ".," and after[1].isdigit() and not text.gaps[end + 1]
    return not (after[0].isdigit() or decimal)


def occurs(piece: str, text: Run) -> bool:
    """Is the piece in the text as whole words and whole numbers?

    >>> occurs("0.8", run_of("a dose of 10.8 mg")), occurs("0.8", run_of("a dose of 0.8 mg"))
    (False, True)
    >>> occurs("male", run_of("a female")), occurs("109", run_of("of 10^9 cells"))
    (False, False)
    """
    sought, start = wanted(piece), -1
    while sought.signs and (start := text.signs.find(sought.signs, start + 1)) >= 0:
        if (
            _free_start(text, start)
            and _free_end(text, start + len(sought.signs))
            and _same_numbers(sought, text, start)
        ):
            return True
    return False
