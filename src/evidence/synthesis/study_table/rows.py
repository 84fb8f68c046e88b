"""Rows that are no study: totals, titles of subgroups; and studies that are there twice."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib.resources import files

import numpy as np

from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.study_table.sheet import listed

# A study's name has a year or a number of its own, or goes on with other words.
_TEXT = files(__package__).joinpath("summary_words.csv").read_text(encoding="utf-8")
_WORDS = "|".join(re.escape(row["word"]) for row in csv.DictReader(_TEXT.splitlines()))
_SUMMARY = (
    r"(((grand|over-?all|sub-?group)\s+)?(sub|zwischen)?[ -]?"
    r"(totals?|gesamt|summen?|sums?|overall|pooled|summary|combined)|"
    rf"all(?=\s+(studies|trials|patients|groups|subgroups|results))|{_WORDS})"
)
_OF_WHAT = (
    r"([\s:,;=-]+(\d+\s+)?(of|for|in|events?|effects?|estimates?|results?|studies|trials|patients|"
    r"arms?|(sub)?groups?|analysis|n|rr|or|hr|rd|md|smd|irr|(risk|odds|hazard|rate) ratio|"
    r"(risk|mean) difference|proportion)\b.*)?"
)
SUMMARY = re.compile(rf"[*∑Σ\s]*{_SUMMARY}{_OF_WHAT}|(?-i:[Aa]ll)", re.I)  # "ALL" is a disease
MODEL = re.compile(
    r"(∑|Σ|(random|fixed|common)[- ]effects?\b.*|re model\b.*|fe model\b.*|heterogeneity\b.*|"
    r"test (for|of) .*|total events\b.*|.*\b(sub-?total|grand total)\b.*)",
    re.I,
)
CHANCE = 3  # rows above, and columns, from which equal sums are no chance
LEAST_ALIKE = 4  # columns of equal numbers from which two studies are said to hold the same


def is_summary(label: str) -> bool:
    """Return whether a row of this name holds totals or a pooled result, not a study.

    >>> [is_summary(name) for name in ("Total", "Sub-total (95% CI)", "TOTAL 2010", "Alder 2014")]
    [True, True, False, False]
    """
    plain = unicodedata.normalize("NFC", label)
    words = re.sub(r"\(.*?(\)|$)|\[.*?(\]|$)", "", plain).strip(" \t:*=.-–—：")
    return bool(SUMMARY.fullmatch(words) or MODEL.fullmatch(words))


def left_out(
    labels: Sequence[str],
    places: Sequence[str],
    columns: Mapping[str, np.ndarray],
    counts: Sequence[str],
    statistics: Sequence[bool],
) -> tuple[dict[int, str], list[str]]:
    """Return row -> why it is no study, and notes on studies that may be none.

    ``statistics`` says which rows hold statistics of a pooled result (RevMan's exports). A row
    without any number, and a row of a summary's name, are left out; so is a row without a name
    whose counts are the sums of the rows above. Raises `SynthesisError` where such a row has the
    name of a study; fewer than three rows above may add up by chance, and so may two columns,
    which is noted.
    """
    empty = np.isnan(np.array([*columns.values()]).reshape(len(columns), len(labels))).all(axis=0)
    cells = np.array([columns[name] for name in counts]).reshape(len(counts), len(labels)).T
    reasons: dict[int, str] = {}
    running, above = [0.0] * len(counts), 0
    wrong, notes = list[str](), list[str]()
    # Lists of floats: rows are short, and there may be half a million of them.
    added = np.nan_to_num(cells).tolist()
    for i, (label, row) in enumerate(zip(labels, cells.tolist(), strict=True)):
        sums = above > 1 < len(counts) and any(row) and row == running
        if reason := _reason(label, statistics[i], bool(columns) and bool(empty[i]), sums):
            reasons[i] = reason
            continue
        if sums and above >= CHANCE <= len(counts):
            wrong.append(places[i])
        elif sums and above >= CHANCE:
            notes.append(f"{places[i]} ({label!r}): its counts are the sums of the rows above")
        running = [total + cell for total, cell in zip(running, added[i], strict=True)]
        above += 1
    if wrong:
        raise SynthesisError(
            f"{listed(wrong)}: the counts are the sums of the rows above; allowed: one row per "
            "study, no row of totals"
        )
    return reasons, notes


def _reason(label: str, statistics: bool, empty: bool, sums: bool) -> str:
    if statistics:
        return "a row of totals: it holds statistics of a pooled result"
    if is_summary(label):
        return "a row of totals"
    if empty:
        return "no numbers"
    return (
        "a row of totals: its counts are the sums of the rows above" if sums > bool(label) else ""
    )


def repeated(
    labels: Sequence[str], places: Sequence[str], columns: Mapping[str, np.ndarray]
) -> list[str]:
    """Return a note on each study that is there twice, by its name or by its numbers.

    >>> repeated(["Smith", "smith "], ["row 2", "row 3"], {})
    ['Smith found 2 times (row 2, row 3)']
    """
    by_name, by_numbers = defaultdict[str, list[int]](list), defaultdict[tuple, list[int]](list)
    for i, label in enumerate(labels):
        name = re.sub(r"\bet\.? al\b", "", label, flags=re.I)
        by_name[re.sub(r"\W+", " ", name).strip().casefold()].append(i)
        numbers = tuple(values[i] for values in columns.values() if values[i] == values[i])
        if len(numbers) >= LEAST_ALIKE and any(numbers):
            by_numbers[numbers].append(i)
    notes = [
        f"{labels[same[0]]} found {len(same)} times ({listed(places[i] for i in same)})"
        for name, same in by_name.items()
        if name and len(same) > 1
    ]
    return notes + [
        f"the same numbers in {listed(places[i] for i in same)}"
        for same in by_numbers.values()
        if len(same) > 1
    ]
