"""What is wrong with the coded tables, for the person who can correct it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from evidence.errors import EvidenceError


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to correct: where it is, what was found, what is allowed."""

    file: str
    row: str
    column: str
    found: str
    allowed: str

    def __str__(self) -> str:
        place = ", ".join(_visible(part) for part in (self.row, self.column) if part)
        return f"{self.file}: {place or 'file'}: found {self.found!r}; allowed: {self.allowed}"


def _visible(text: str) -> str:
    """The text with escapes for what no console shows."""
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


class ProblemsFound(EvidenceError, ValueError):
    """All problems of a run at once.

    >>> raise ProblemsFound([Problem("doses.csv", "d1", "agent", "x", "a code of agents")])
    Traceback (most recent call last):
    ...
    evidence.coded.problems.ProblemsFound: 1 problem
    doses.csv: d1, agent: found 'x'; allowed: a code of agents
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        count = len(self.problems)
        heading = f"{count} problem{'s' if count != 1 else ''}"
        super().__init__("\n".join([heading, *map(str, self.problems)]))


def one_of(found: object, names: Iterable[str]) -> str:
    """What is allowed, for a name that is none of these, and which of them was perhaps meant.

    >>> one_of("forst", ["forest", "swimmer"]), one_of(3, [])
    ("forest, swimmer (did you mean 'forest'?)", 'nothing: none is defined')
    """
    known = [*names]
    nearest = get_close_matches(str(found), known, n=1)
    meant = f" (did you mean {nearest[0]!r}?)" if nearest else ""
    return f"{', '.join(known)}{meant}" if known else "nothing: none is defined"
