"""Rows of the treatment sequence: each line of therapy, counted from the first of the index
therapy.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from evidence.coded.source_keys import source_keys
from evidence.harmonise.times.intervals import WORDS

Tables = dict[str, pd.DataFrame]
COURSES = re.compile(rf"\b(\d+|{'|'.join(WORDS)}|an?)(?:\s+\w+)?\s+(?:cycle|course)s?\b", re.I)
CONTINUING = ("consolidation", "maintenance")  # phases that belong to the line before them
SILENT = ("not_reported", "not_applicable", "")


@dataclass(frozen=True)
class SequenceWords:
    """The short words of the boxes and how they are read.

    ``index`` is the class of the index therapy; ``therapies`` gives each class its word, every
    other is ``other``; ``responses`` gives each code of a response its word, ``results`` what the
    word means (absent, reduced, present); ``residual`` gives the code of a remission its word where
    residual disease was detected.
    """

    index: str
    therapies: dict[str, str]
    responses: dict[str, str]
    results: dict[str, str]
    other: str = "Other"
    residual: dict[str, str] = field(default_factory=dict)


def sequence_rows(
    coded: Tables, words: SequenceWords, residual: Mapping[str, bool] | None = None
) -> pd.DataFrame:
    """What ``figures.treatment_sequence.draw`` needs, one row per line of therapy.

    Parameters
    ----------
    coded : patients, therapies, doses and the labels of responses are used.
    words : the short words of the boxes.
    residual : therapy_id -> whether residual disease was detected, where a report says so. A line
        has the last of its therapies' results; detected, it is disease: the result is reduced where
        the word of the response alone would be read as absent.

    Returns
    -------
    patient, position (0 is the first line of the index therapy), therapy, response (empty where
    not reported), result (absent, reduced, present, not_reported), index, courses,
    response_as_reported, as_reported, sources. A patient never given the index therapy is aligned
    at the first line. Therapies in a row are one line where they are of one class and the later
    is a consolidation or maintenance, or has the same agents and protocol.
    """
    therapies = coded["therapies"]
    lines = therapies[therapies["role"] == "line"].sort_values("sequence", kind="stable")
    labels = coded["responses"].set_index("code")["label"].to_dict() | words.responses
    courses = _courses(lines, coded["doses"])
    rows = [
        row
        for patient in coded["patients"].itertuples()
        for row in _of_patient(
            patient.label,
            lines[lines["patient_id"] == patient.patient_id],
            courses,
            labels,
            words,
            residual or {},
        )
    ]
    return pd.DataFrame(rows)


def _of_patient(
    patient: str,
    lines: pd.DataFrame,
    courses: dict,
    labels: dict,
    words: SequenceWords,
    residual: Mapping[str, bool],
) -> Iterator[dict]:
    groups = [group for _, group in lines.groupby(_line_numbers(lines))]
    index = [i for i, group in enumerate(groups) if group["therapy_class"].iloc[0] == words.index]
    for i, group in enumerate(groups):
        named = group[~group["response"].isin(SILENT)]
        response = named["response"].iloc[-1] if len(named) else ""
        therapy = group["therapy_class"].iloc[0]
        result, word = words.results.get(response, "not_reported"), labels.get(response, "")
        detected = [residual[name] for name in group["therapy_id"] if name in residual]
        if result == "absent" and detected and detected[-1]:
            result, word = "reduced", words.residual.get(response, word)
        yield {
            "patient": patient,
            "position": i - (index[0] if index else 0),
            "therapy": words.therapies.get(therapy, words.other),
            "response": word,
            "result": result,
            "index": therapy == words.index,
            "courses": _sum_of_courses([courses[name] for name in group["therapy_id"]]),
            "response_as_reported": named["response_as_reported"].iloc[-1] if len(named) else "",
            "as_reported": "; ".join(group["as_reported"]),
            "sources": " ".join(source_keys("therapies", group["therapy_id"])),
        }


def _line_numbers(lines: pd.DataFrame) -> pd.Series:
    """Number the lines: a therapy that continues the one before it has that one's number."""
    same_class = lines["therapy_class"].eq(lines["therapy_class"].shift())
    same_plan = lines["agents"].eq(lines["agents"].shift()) & lines["protocol"].eq(
        lines["protocol"].shift()
    )
    return (~(same_class & (same_plan | lines["phase"].isin(CONTINUING)))).cumsum()


def _courses(lines: pd.DataFrame, doses: pd.DataFrame) -> dict[str, float]:
    """Courses of each therapy: as its length says, or as its doses are numbered; NaN if neither."""
    given = doses[(doses["given"] == "given") & doses["cycle"].notna()]
    numbered = given.groupby("therapy_id")["cycle"].nunique()
    return {
        row.therapy_id: max(_reported(row.duration_as_reported), numbered.get(row.therapy_id, 0))
        or float("nan")
        for row in lines.itertuples()
    }


def _reported(duration: str) -> int:
    """How many courses a length names; 0 for none, and for one that is only numbered.

    >>> [_reported(words) for words in ("6 courses", "nine total cycles", "second full cycle")]
    [6, 9, 0]
    """
    found = COURSES.search(duration)
    if not found:
        return 0
    word = found.group(1).lower()
    return 1 if word in ("a", "an") else WORDS[word] if word in WORDS else int(word)


def _sum_of_courses(courses: list[float]) -> float:
    """The courses of a line; a therapy that continues another is at least one of them."""
    if len(courses) == 1:
        return courses[0]
    return math.fsum(1 if pd.isna(count) else count for count in courses)
