"""Rows of coded tables from RevMan's four tables; what RevMan does not say stays empty."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from evidence.errors import EvidenceError
from evidence.exchange.revman.columns import ARMS, FILES, JUDGED, RATIOS, SUPPORTED

Frames = Mapping[str, pd.DataFrame]
Row = dict[str, str]
NEEDED = {
    FILES[0]: ("Study",),
    FILES[1]: ARMS,
    FILES[2]: ("Study", "Outcome", "Arm", "Sample size", "Cases"),
    FILES[3]: ("Study",),
}
LOCATOR = "whole text"  # RevMan does not say where in a report a figure is reported


class RevManProblem(EvidenceError, ValueError):
    """Files that are not RevMan's tables; a line each reason."""


def revman_rows(folder: Path, coded: Frames) -> dict[str, list[Row]]:
    """Rows to add to studies, arms, outcomes, effects and appraisal.

    Parameters
    ----------
    folder : holds files whose names end as RevMan's do, all or some of the four. coded : the
        tables that are there, as text: their studies and arms are found again by label.

    Returns
    -------
    Rows by table. Outcomes, sets, agents and judgements become codes where a code list has them by
    code, label or spelling; else the words stay, and `evidence check` names them.

    Raises
    ------
    RevManProblem : none of the files, or columns that are missing.
    """
    tables = _read(folder)
    studies = _Studies(coded["studies"])
    information = [studies.row(row) for row in tables[FILES[0]]]
    arms = _Arms(coded, studies)
    new_arms = [arms.row(row) for row in tables[FILES[1]]]
    results = _Results(coded, studies, arms)
    made = [results.row(row) for row in tables[FILES[2]]]
    return {
        "studies": [row for row in information if row],
        "arms": [row for row in new_arms if row],
        "outcomes": [row for table, row in made if table == "outcomes"],
        "effects": [row for table, row in made if table == "effects"],
        "appraisal": list(_judgements(tables[FILES[3]], coded, studies)),
    }


def _read(folder: Path) -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = {name: [] for name in FILES}
    problems, found = [], False
    for name in FILES:
        for path in sorted(folder.glob(f"*{name}")):
            found = True
            reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
            header = reader.fieldnames or []
            problems += [
                f"{path}: no column {column!r}" for column in NEEDED[name] if column not in header
            ]
            tables[name] += list(reader)
    if not found:
        problems.append(f"{folder}: none of the files *{', *'.join(FILES)}")
    if problems:
        raise RevManProblem("\n".join(problems))
    return tables


def _slug(text: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")
    return name if name[:1].isalpha() else f"s_{name}"


def _code_of(words: str, codes: pd.DataFrame) -> str:
    """The code whose label or spelling the words are; else the words."""
    asked = words.strip().casefold()
    for row in codes.to_dict("records"):
        if asked in {
            row["code"].casefold(),
            row["label"].casefold(),
            *(spelling.strip().casefold() for spelling in row["spellings"].split(";")),
        }:
            return str(row["code"])
    return words


class _Studies:
    """Keys of studies by their name in RevMan."""

    def __init__(self, studies: pd.DataFrame) -> None:
        self._known = dict(zip(studies["label"], studies["study_id"], strict=True))
        self.documents = dict(zip(studies["study_id"], studies["document_id"], strict=True))

    def key(self, name: str) -> str:
        return self._known.get(name) or _slug(name)

    def row(self, row: Row) -> Row | None:
        if row["Study"] in self._known:
            return None
        return {
            "study_id": self.key(row["Study"]),
            "label": row["Study"],
            "design_as_reported": row.get("Char: Methods", ""),
            "population_as_reported": row.get("Char: Participants", ""),
            "schedule_as_reported": row.get("Char: Interventions", ""),
            "note": row.get("Char: Notes", ""),
        }


class _Arms:
    """Keys of arms by study and name."""

    def __init__(self, coded: Frames, studies: _Studies) -> None:
        self._studies, self._agents = studies, coded["agents"]
        self._known = {
            (row["study_id"], row["label"]): row["arm_id"]
            for row in coded["arms"].to_dict("records")
        }

    def key(self, study: str, label: str) -> str:
        return self._known.get((study, label)) or f"{study}.{_slug(label)}"

    def row(self, row: Row) -> Row | None:
        study = self._studies.key(row["Study"])
        if (study, row["Arm"]) in self._known:
            return None
        return {
            "arm_id": self.key(study, row["Arm"]),
            "study_id": study,
            "label": row["Arm"],
            "agent": _code_of(row["Intervention"], self._agents),
            "kind": "arm",
            "note": row["Description"],
        }


class _Results:
    """Rows of outcomes and effects, numbered after those that a study has."""

    def __init__(self, coded: Frames, studies: _Studies, arms: _Arms) -> None:
        self._coded, self._studies, self._arms = coded, studies, arms
        self._taken = {*coded["outcomes"]["outcome_id"], *coded["effects"]["effect_id"]}

    def row(self, row: Row) -> tuple[str, Row]:
        """The table that the row belongs to, and the row."""
        study = self._studies.key(row["Study"])
        measure, analysis_set = self._outcome(row["Outcome"])
        shared = {"study_id": study, "arm_id": self._arms.key(study, row["Arm"])}
        shared |= {"analysis_set": analysis_set, "locator": LOCATOR}
        if row.get("Reference arm"):
            return "effects", shared | self._effect(row, study, measure)
        return "outcomes", {
            "outcome_id": self._key(study, "o"),
            **shared,
            "measure": measure,
            "events": row["Cases"],
            "n": row["Sample size"],
            "numerator_basis": "not_stated",
            "value_as_reported": f"{row['Cases']}/{row['Sample size']}",
            "only_in_a_report": "no",
        }

    def _effect(self, row: Row, study: str, measure: str) -> Row:
        words = {name: code for code, name in RATIOS.items()}
        low, high = row.get("Exp CI start", ""), row.get("Exp CI end", "")
        return {
            "effect_id": self._key(study, "e"),
            "comparator_arm_id": self._arms.key(study, row["Reference arm"]),
            "outcome": measure,
            "effect_measure": words.get(row["Effect measure"], row["Effect measure"]),
            "estimate_as_reported": row.get("Exp mean", ""),
            "low_as_reported": low,
            "high_as_reported": high,
            "level_percent": row.get("CI level", ""),
            "p_as_reported": row.get("P value", ""),
            "value_as_reported": f"{row.get('Exp mean', '')} ({low} to {high})",
        }

    def _outcome(self, words: str) -> tuple[str, str]:
        """Code of the measure, and of the analysis set that stands behind the last comma."""
        measures, sets = self._coded["outcome_measures"], self._coded["analysis_sets"]
        name, comma, behind = words.rpartition(", ")
        if comma and _code_of(behind, sets) in set(sets["code"]):
            return _code_of(name, measures), _code_of(behind, sets)
        return _code_of(words, measures), ""

    def _key(self, study: str, letter: str) -> str:
        number = 1
        while f"{study}.{letter}{number}" in self._taken:
            number += 1
        self._taken.add(f"{study}.{letter}{number}")
        return f"{study}.{letter}{number}"


def _judgements(rows: Iterable[Row], coded: Frames, studies: _Studies) -> Iterator[Row]:
    items, judgements = coded["appraisal_items"], coded["appraisal_judgements"]
    for row in rows:
        study = studies.key(row["Study"])
        filled = [name for name in row if name.startswith(JUDGED) and row[name]]
        for number, name in enumerate(filled, 1):
            domain = name.removeprefix(JUDGED)
            yield {
                "appraisal_id": f"{study}.j{number}",
                "document_id": studies.documents.get(study, ""),
                "item": _code_of(domain, items),
                "judgement": _code_of(re.sub(r"(?i)\s+risk$", "", row[name]), judgements),
                "reason": row.get(SUPPORTED + domain) or "not reported",
                "locator": LOCATOR,
            }
