"""What a verdict rests on, in words: made here for whatever shows verdicts."""

from collections.abc import Callable, Mapping

import pandas as pd

WITHOUT_RESULT = {
    "not_a_result": "the statement is not of a result",
    "no_direction": "no value and no direction that a coded result has",
    "no_study": "no study is named or cited",
    "no_result_of_study": "no result of the study is coded",
    "no_result_of_measure": "no result of this measure is coded",
    "author_not_of_document": "the author named is not an author of the reference cited",
    "nothing_earlier": "no coded result before the report contradicts it",
}


def explanations(
    verdicts: pd.DataFrame,
    *,
    studies: Mapping[str, str],
    sets: Mapping[str, str],
    reference: Callable[[str], str],
) -> pd.Series:
    """Why each claim has its verdict, in words.

    Parameters
    ----------
    verdicts : of :func:`~evidence.audit.claims.verdicts.claim_verdicts`, or rows of it.
    studies : label of each study.
    sets : words for each analysis set; the code stands where there are none.
    reference : the clause that names the document cited, for a value of another document.

    Returns
    -------
    A text per row.

    >>> verdict = {
    ...     "verdict": "wrong_denominator",
    ...     "reason": "",
    ...     "matched_study_id": "hueso2020",
    ...     "matched_set": "evaluable",
    ...     "matched_value": "9 of 9",
    ...     "matched_time_point": "",
    ...     "claim_denominator": 17,
    ...     "compared_document_id": "hueso_2020",
    ... }
    >>> labels, words = {"hueso2020": "Hueso 2020"}, {"evaluable": "evaluable patients"}
    >>> explanations(pd.DataFrame([verdict]), studies=labels, sets=words, reference=str).item()
    'Hueso 2020, evaluable patients: 9 of 9; the claim divides by 17'
    """
    texts = [
        WITHOUT_RESULT[row["reason"]]
        if row["reason"]
        else _of_result(
            row,
            _result(row, studies, sets),
            reference,
        )
        for row in verdicts.to_dict("records")
    ]
    return pd.Series(texts, verdicts.index, dtype=object)


def _result(row: dict, studies: Mapping[str, str], sets: Mapping[str, str]) -> str:
    """Study, analysis set where there is one, and what it reports."""
    study = studies.get(row["matched_study_id"], row["matched_study_id"])
    analysis_set = sets.get(row["matched_set"], row["matched_set"])
    return f"{', '.join(filter(None, [study, analysis_set]))}: {row['matched_value']}"


def _of_result(row: dict, result: str, reference: Callable[[str], str]) -> str:
    """The result that decided, and what of the claim differs from it."""
    match row["verdict"]:
        case "wrong_denominator":
            return f"{result}; the claim divides by {row['claim_denominator']}"
        case "time_point_omitted":
            time = row["matched_time_point"]
            return f"{result}; the study reports several time points, this one is {time}"
        case "other_analysis_set":
            return f"{result}; the study also reports the whole arm"
        case "holds_in_part":
            return f"{result}; another result agrees"
        case "may_be_chance":
            return f"{result}; the difference may be chance"
        case "not_contradicted":
            return f"{result}; a part of it, which fits"
        case "wrong_reference" if not row["matched_set"]:
            return f"{result}; {reference(row['compared_document_id'])}"
        case "wrong_reference":
            return f"the value is of {result}; {reference(row['compared_document_id'])}"
    return result
