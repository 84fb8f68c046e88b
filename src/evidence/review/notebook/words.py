"""Codes as the words that readers are shown."""

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from evidence.coded.dictionary import read_dictionary
from evidence.coded.labels import labels
from evidence.domains.definitions import Definitions

CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")
# Columns written for this review, and what the codes and keys in them may stand for.
REMARKS = (
    *("reason", "expected", "how", "reported", "problem", "differs", "note"),
    *("words", "left_out", "searched"),
)
NAMED = ("study_id", "document_id", "patient_id", "analysis_set", "measure")
KEY = re.compile(r"\b[a-z]+\d{4}\w*\b|\b[a-z]+\w*_\w+\b")
ABBREVIATIONS = "abbreviations"  # what takes a column's place for words inside codes of no list
Words = Mapping[str, Mapping[str, str]]
# Columns of derived tables that hold codes of a list under another name.
RESPONSES = "responses"  # as coded, or as harmonised
SAME_LIST = {
    "compartment": "compartments",
    "exclusion": "pool_exclusions",
    "matched_measure": "outcome_measures",
    "matched_set": "analysis_sets",
    "outcome": "outcome_measures",
    "compared_with_label": "dose_comparisons",
    "category": RESPONSES,
    "response": RESPONSES,
}
# Codes that have no list; every other code is written without its underscores.
PLAIN = {
    "": "",
    "hazard_ratio": "Hazard ratio",
    "risk_ratio": "Risk ratio",
    "odds_ratio": "Odds ratio",
    "risk_difference": "Risk difference",
    "number_needed_to_treat": "Number needed to treat",
    "number_needed_to_harm": "Number needed to harm",
    "primary": "main analysis",
    "clopper_pearson": "exact (Clopper-Pearson)",
    "wilson": "Wilson",
    "not_reported": "not reported",
    "not_applicable": "not applicable",
    "not_assessable": "not assessable",
    "yes": "yes",
    "no": "no",
}


def words_by_column(
    coded: Mapping[str, pd.DataFrame], data: Path, definitions: Definitions
) -> Words:
    """Label by code of every column that holds codes or keys of studies, patients and documents.

    Parameters
    ----------
    coded : coded tables and code lists. data : the folder of the dictionary, whose foreign keys
        say which column holds codes of which list. definitions : what fields of medicine and the
        review say of further columns, and of words inside codes.
    """
    dictionary = read_dictionary(data)
    lists = {name for name, table in dictionary.items() if table.key == ("code",)}
    found: dict[str, dict[str, str]] = {}
    for key in (key for table in dictionary.values() for key in table.foreign_keys):
        if key.table in lists and "label" in coded[key.table]:
            column = key.fields[0]  # one name may stand for codes of several lists
            found[column] = found.get(column, {}) | labels(coded, key.table)
    for column, name in {**SAME_LIST, **definitions.code_lists}.items():
        if name in coded:
            found[column] = labels(coded, name)
            if name == RESPONSES and "response_categories" in coded:
                found[column] |= labels(coded, "response_categories")
    found[ABBREVIATIONS] = dict(definitions.abbreviations)
    return found | _names(coded)


def _names(coded: Mapping[str, pd.DataFrame]) -> dict[str, dict[str, str]]:
    """Names of patients, studies, families and documents by their key."""
    keys = {"patient_id": "patients", "study_id": "studies", "family_id": "families"}
    named = {
        key: dict(zip(coded[table][key], coded[table]["label"], strict=True))
        for key, table in keys.items()
    }
    reports = {
        row.document_id: row.label.partition(", case")[0] for row in coded["patients"].itertuples()
    }
    studies = dict(zip(coded["studies"]["document_id"], coded["studies"]["label"], strict=True))
    return {**named, "document_id": studies | reports}


def in_words(frame: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The frame with labels in place of codes; numbers, quotations and other keys stay.

    >>> frame = pd.DataFrame({"outcome": ["death_30"], "alive": ["not_reported"]})
    >>> in_words(frame, {"outcome": {"death_30": "Death by day 30"}}).iloc[0].tolist()
    ['Death by day 30', 'not reported']
    """
    coded = [name for name in frame if not pd.api.types.is_numeric_dtype(frame[name])]
    changed = {name: [_word(cell, words, name) for cell in frame[name]] for name in coded}
    return frame.assign(**changed)


def _word(cell: object, words: Words, column: str) -> object:
    return word_of(cell, words, str(column)) if isinstance(cell, str) else cell


def word_of(cell: str, words: Words, column: str) -> str:
    """The label of a code in a column; other text as it is.

    >>> word_of("death_30", {"outcome": {"death_30": "Death by day 30"}}, "outcome")
    'Death by day 30'
    """
    if column not in words and column.endswith(("_id", "sources")):
        return cell
    known = words.get(column, {})
    if cell in known or cell in PLAIN:
        return known.get(cell) or PLAIN[cell]
    if CODE.fullmatch(cell) and not column.endswith("as_reported"):
        written = words.get(ABBREVIATIONS, {})
        return " ".join(written.get(part, part) for part in cell.split("_"))
    return KEY.sub(lambda key: _name(key[0], words), cell) if column in REMARKS else cell


def _name(code: str, words: Words) -> str:
    """The label of a code or key inside a remark; without its underscores where it has none."""
    found = [words[column][code] for column in NAMED if code in words[column]]
    return found[0] if found else code.replace("_", " ")
