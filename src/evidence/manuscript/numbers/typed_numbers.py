"""Numbers that were typed where a key belongs."""

import re
from collections.abc import Iterable, Mapping

from evidence.manuscript.numbers.number_text import WORDS

PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}")
# "One" is a pronoun more often than a number, and "zero" stands in names of methods.
COUNTED = "|".join((*WORDS[2:], "twenty", "dozen", "hundred", "thousand"))
NUMBER = re.compile(rf"\S*\d\S*|\b(?:{COUNTED})\b", re.I)


def typed_numbers(texts: Iterable[str], allowed: Iterable[str]) -> list[str]:
    """The numbers, in digits or in words, that texts hold outside keys and allowed phrases.

    Returns
    -------
    Each with the words around it, in order of appearance.

    >>> typed_numbers(["CR in 121 of {{cr.n}} by ELN 2024, in two arms"], ["ELN 2024"])
    ['121 in "CR in 121 of {{cr.n}} by"', 'two in "ELN 2024, in two arms"']
    """
    phrases = sorted(allowed, key=len, reverse=True)
    hidden = re.compile("|".join([PLACEHOLDER.pattern, *map(_phrase, phrases)]))
    return [
        f'{found.group()} in "{_around(text, found)}"'
        for text in texts
        for found in NUMBER.finditer(hidden.sub(lambda part: "\0" * len(part.group()), text))
    ]


def _phrase(phrase: str) -> str:
    """A pattern for a phrase that is no part of a longer word or number."""
    return rf"(?<![\w.]){re.escape(phrase)}(?![\w]|\.\d)"


def _around(text: str, found: re.Match[str]) -> str:
    """The number with up to three words on both sides."""
    first, last = (text[:end].count(" ") for end in found.span())
    return " ".join(text.split(" ")[max(0, first - 3) : last + 4]).strip()


def unexplained(typed: Mapping[str, str]) -> list[str]:
    """Allowed phrases without a reason.

    >>> unexplained({"ELN 2024": "name of a definition", "95%": ""})
    ['95%']
    """
    return [phrase for phrase, reason in typed.items() if not str(reason).strip()]
