"""Authors as reports print them, read into the parts that a CSL name has.

What is read: ``Family Initials`` (``Smith JA Jr``, ``van Dongen JJM``), ``Family, Given, Suffix``,
several of them separated by semicolons, by commas, by "and" or "&", and "et al." after the last.
A name that is none of these, of a group or an agency, stays whole as ``literal``. A particle stays
in front of the family, where CSL, BibTeX and RIS read it alike.
"""

import re
import unicodedata

Name = dict[str, str]

AND_OTHERS = "et al."
NOT_SEEN = re.compile(r",?\s*authors not seen$", re.I)
OTHERS = re.compile(r"[\s,;]*\b(?:et\.? al\.?|and others)$", re.I)
SEPARATOR = re.compile(r"[;|\n\r]")
AND = re.compile(r"\s*,?\s+(?:and|&)\s+")
LEADING_AND = re.compile(r"^(?:and|&)\s+")
# "I" and "V" alone are initials, and so is "II" without initials before it.
SUFFIX = re.compile(r"(?:[JS]r|II|III|IV|2nd|3rd|[4-9]th)\.?")
_INITIAL = r"[^\W\d_a-z]"
INITIALS = re.compile(rf"{_INITIAL}{{1,4}}[a-z]?(?:[.\- ]{{1,2}}{_INITIAL}{{1,2}})*\.?")
FAMILY = r"(?P<family>[^,]+?)"
# "Jane A. Doe" is no family name, nor is one with numbers of addresses or marks of footnotes.
NO_FAMILY = re.compile(rf"\s{_INITIAL}\.?\s|[\d*/()\[\]†‡§…]|\.\.")
JUNIOR = re.compile(r"[JS]r\.?")  # never initials, unlike II
_GIVEN, _SUFFIX = rf"(?P<given>{INITIALS.pattern})", rf"(?P<suffix>{SUFFIX.pattern})"
PERSONS = (
    re.compile(rf"{FAMILY},? {_GIVEN},? {_SUFFIX}"),
    re.compile(rf"{FAMILY},? {_SUFFIX},? {_GIVEN}"),
    re.compile(rf"{FAMILY},? {_GIVEN}"),
)
# Words that no person's name holds: a name with one is that of a group.
COLLECTIVE = re.compile(
    r"\b(?:administration|agency|association|board|cent(?:er|re)|collaborat\w+|committee|company|"
    r"consortium|corporation|council|department|for|foundation|gmbh|group|hospital|inc|"
    r"institut\w*|investigators|laborator\w+|llc|ltd|ministry|network|of|organi[sz]ation|"
    r"pharma\w*|plc|program(?:me)?|registry|society|study|team|trial|union|university)\b",
    re.I,
)
ACRONYM = re.compile(r"[^a-z]{2,}")


def author(text: str) -> Name:
    """One author: family, given and suffix where a person is named so, else the name as it stands.

    Returns
    -------
    ``family`` and ``given``, with ``suffix`` if there is one; or ``literal``.

    >>> author("van Dongen JJM"), author("US Food and Drug Administration")
    ({'family': 'van Dongen', 'given': 'JJM'}, {'literal': 'US Food and Drug Administration'})
    >>> author("Smith JA Jr")
    {'family': 'Smith', 'given': 'JA', 'suffix': 'Jr'}
    """
    if COLLECTIVE.search(text):
        return {"literal": text}
    found = next(filter(None, (form.fullmatch(text) for form in PERSONS)), None)
    name = found.groupdict() if found else _with_commas(re.split(r"\s*,\s*", text))
    if name is None or NO_FAMILY.search(name["family"]) or JUNIOR.fullmatch(name["given"]):
        return {"literal": text}
    return name


def _with_commas(parts: list[str]) -> Name | None:
    """``Family, Given`` in full words, with a suffix before or after the given names, or None."""
    if len(parts) not in (2, 3) or not all(parts) or ACRONYM.fullmatch(parts[0]):
        return None
    family, *rest = parts
    suffixes = [part for part in rest if len(rest) == 2 and SUFFIX.fullmatch(part)]
    given = [part for part in rest if part not in suffixes]
    if len(given) != 1:
        return None
    return {"family": family, "given": given[0]} | ({"suffix": suffixes[0]} if suffixes else {})


def _is_person(text: str) -> bool:
    return "family" in author(text)


def _is_name(text: str) -> bool:
    return _is_person(text) or bool(COLLECTIVE.search(text))


def _joined(parts: list[str]) -> list[str]:
    """Parts between commas put together again where initials or a suffix stand apart."""
    names: list[str] = []
    for part in parts:
        apart = SUFFIX.fullmatch(part) or INITIALS.fullmatch(part)
        # "Li Z" may be initials too, but not behind a name that has its own.
        another = names and _is_person(names[-1]) and _is_person(part)
        if apart and names and not another:
            names[-1] += f", {part}"
        else:
            names.append(part)
    return names


def _split(text: str) -> list[str]:
    """The names in a stretch without semicolons: persons, groups after them; else the stretch."""
    parts = [part.strip() for piece in AND.split(text) for part in piece.split(",")]
    names = _joined([part for part in parts if part])
    several = len(names) > 1 and _is_person(names[0]) and all(map(_is_name, names))
    return names if several else [text]


def authors(reported: str) -> list[Name]:
    """All authors as reported; "et al." stays as the last name, authors not seen are none.

    Returns
    -------
    Names as :func:`author` gives them, in the order reported.

    >>> authors("Stock W; O'Brien S et al.")
    [{'family': 'Stock', 'given': 'W'}, {'family': "O'Brien", 'given': 'S'}, {'literal': 'et al.'}]
    >>> authors("PETHEMA, authors not seen"), authors("Authors not seen")
    ([{'literal': 'PETHEMA'}], [])
    >>> authors("Smith, J.A., Jr., & Jones, B.")[0]
    {'family': 'Smith', 'given': 'J.A.', 'suffix': 'Jr.'}
    """
    pieces = [" ".join(piece.split()) for piece in SEPARATOR.split(reported)]
    others = any(OTHERS.search(piece) for piece in pieces)
    found = []
    for piece in pieces:
        text = NOT_SEEN.sub("", LEADING_AND.sub("", OTHERS.sub("", piece)))
        if text and not NOT_SEEN.fullmatch("," + text):
            found += [author(name) for name in _split(text)]
    return [*found, {"literal": AND_OTHERS}] if others else found


def plain_letters(text: str) -> str:
    """Letters and digits of a text, small and without accents, so that spellings compare.

    >>> plain_letters("O'Brien"), plain_letters("Gökbuğet")
    ('obrien', 'gokbuget')
    """
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", letters.lower())


def family_name(name: Name) -> str:
    """The family name in plain letters; of a group its whole name.

    >>> family_name(author("van Dongen JJM")), family_name(author("Children's Oncology Group"))
    ('vandongen', 'childrensoncologygroup')
    """
    return plain_letters(name.get("family") or name["literal"])
