"""What keeps a manuscript from being built."""

import difflib
from collections.abc import Iterable

from evidence.errors import EvidenceError


class ManuscriptRefused(EvidenceError, ValueError):
    """Problems of a manuscript, all at once; each names its file, what was found and what is
    allowed.
    """


def nearest(name: str, names: Iterable[str]) -> str:
    """The name that is most like the one found.

    >>> nearest("remision", ["survival", "remission"])
    'remission'
    """
    return next(iter(difflib.get_close_matches(name, list(names), 1, 0.0)), "none")
