"""Whether the counts of a PRISMA flow diagram add up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evidence.figures.canvas.text import one_line


@dataclass(frozen=True, slots=True)
class Sum:
    """A count that is what came in less what was taken out."""

    total: str
    added: tuple[str, ...]
    taken: tuple[str, ...] = ()


# The arrows of the PRISMA 2020 flow diagram (Page et al. 2021, doi:10.1136/bmj.n71). Records of
# other sources are not screened one by one there, so their reports are only bounded by them.
SUMS = (
    Sum(
        "records_screened",
        ("database_results", "register_results"),
        ("duplicates", "excluded_automatic", "excluded_other"),
    ),
    Sum("dbr_sought_reports", ("records_screened",), ("records_excluded",)),
    Sum("dbr_assessed", ("dbr_sought_reports",), ("dbr_notretrieved_reports",)),
    Sum("other_assessed", ("other_sought_reports",), ("other_notretrieved_reports",)),
    Sum("new_reports", ("dbr_assessed", "other_assessed"), ("dbr_excluded", "other_excluded")),
    Sum("named_pooled", ("named_results",), ("named_left_out",)),
    Sum("total_studies", ("previous_studies", "new_studies")),
    Sum("total_reports", ("previous_reports", "new_reports")),
    Sum("total_patients", ("previous_patients", "new_patients")),
)
# (fewer, more): the first is a part of the second, or needs at least one of it each.
BOUNDS = (
    ("new_studies", "new_reports"),
    ("previous_studies", "previous_reports"),
    ("total_studies", "total_reports"),
    ("total_studies_ma", "total_studies"),
    ("total_reports_ma", "total_reports"),
    ("total_studies_ma", "total_reports_ma"),
    ("named_pooled", "named_results"),
    ("named_pooled", "named_populations"),
)
OTHER_SOURCES = (
    "website_results",
    "organisation_results",
    "citations_results",
    "given_results",
)
# The count at the end of a listed reason or source: "Wrong drug, 3", "Wrong drug (n = 3)".
_LISTED = re.compile(r"[,(:]\s*(?:n\s*=\s*)?(\d+)\)?$")

Counts = Mapping[str, int | None]


def wrong_sums(counts: Counts, texts: Mapping[str, object]) -> Iterator[str]:
    """Say which counts contradict each other.

    Parameters
    ----------
    counts : mapping of str to int or None
        The variables of the diagram; None is a count that was not recorded.
    texts : mapping of str to object
        The reasons or sources listed beside a count, ``"Wrong drug, 3; No patient, 1"``.

    Yields
    ------
    str
        One sentence for each contradiction.

    Examples
    --------
    >>> list(wrong_sums({"dbr_assessed": 9, "dbr_excluded": 4, "new_reports": 6}, {}))
    ['new_reports: 6; the others give 5 (dbr_assessed 9 − dbr_excluded 4)']
    """
    for rule in SUMS:
        yield from _wrong_sum(rule, counts)
    for fewer, more in BOUNDS:
        few, many = counts.get(fewer), counts.get(more)
        if few is not None and many is not None and few > many:
            yield f"{fewer}: {few}; allowed: at most {more} {many}"
    yield from _wrong_reports_of_other_sources(counts)
    for variable, text in texts.items():
        yield from _wrong_list(variable, counts.get(variable), one_line(text))


def _wrong_sum(rule: Sum, counts: Counts) -> Iterator[str]:
    """A count that was not recorded leaves an upper bound at most; one without a box is 0."""
    total = counts.get(rule.total)
    added = [name for name in rule.added if name in counts]
    taken = [name for name in rule.taken if name in counts]
    if total is None or not added or any(counts[name] is None for name in added):
        return
    result = sum(int(counts[name] or 0) for name in added)
    result -= sum(int(counts[name] or 0) for name in taken)
    exact = bool(taken or not rule.taken) and all(counts[name] is not None for name in taken)
    if total > result or (exact and total != result):
        yield f"{rule.total}: {total}; the others give {result} ({_terms(added, taken, counts)})"


def _terms(added: list[str], taken: list[str], counts: Counts) -> str:
    plus = " + ".join(f"{name} {counts[name]}" for name in added)
    return plus + "".join(f" − {name} {counts[name]}" for name in taken if counts[name] is not None)


def _wrong_reports_of_other_sources(counts: Counts) -> Iterator[str]:
    found = [counts[name] for name in OTHER_SOURCES if name in counts]
    known = [count for count in found if count is not None]
    sought = counts.get("other_sought_reports")
    records = sum(map(int, known))
    if sought is not None and known and sought > records:
        yield f"other_sought_reports: {sought}; allowed: at most {records}, the records found"


def _wrong_list(variable: str, count: int | None, text: str) -> Iterator[str]:
    """Reasons with counts are parts of the count of their box; some may not be listed."""
    found = [_LISTED.search(part.strip()) for part in text.split(";")]
    listed = sum(int(match[1]) for match in found if match)
    if count is not None and listed > count:
        yield f"{variable}: {count}; what its text lists adds up to {listed} ({text})"
