"""Rows of the claims by verdict."""

from __future__ import annotations

import pandas as pd

from evidence.audit.claims.explanation import explanations
from evidence.summary.figure_rows.evidence_map import report_labels

Tables = dict[str, pd.DataFrame]


def claim_rows(coded: Tables, verdicts: pd.DataFrame) -> pd.DataFrame:
    """What ``figures.claims_verdict.draw`` needs.

    Parameters
    ----------
    coded : patients, claims, studies, analysis_sets and outcome_measures (for labels) are used.
    verdicts : the derived table ``claim_verdicts``; claims without a verdict are left out.

    Returns
    -------
    document, claim (measure and value as reported), verdict, finding (why, in words), sources.
    """
    claims = coded["claims"].merge(
        verdicts[["claim_id", "verdict", "sources"]].assign(finding=_findings(coded, verdicts)),
        on="claim_id",
        validate="one_to_one",
    )
    return pd.DataFrame(
        {
            "document": claims["document_id"].map(report_labels(coded)),
            "claim": _claim_texts(claims, coded["outcome_measures"]),
            "verdict": claims["verdict"],
            "finding": claims["finding"],
            "sources": claims["sources"],
        }
    )


def _claim_texts(claims: pd.DataFrame, measures: pd.DataFrame) -> pd.Series:
    """Label of the measure, the value as reported and, where given, that of the comparator."""
    code_in_words = claims["measure"].str.replace("_", " ").str.capitalize()
    measure = claims["measure"].map(measures.set_index("code")["label"]).fillna(code_in_words)
    comparator = claims["comparator_value_as_reported"]
    return (
        measure
        + ": "
        + claims["value_as_reported"]
        + (" v " + comparator).where(comparator != "", "")
    )


def _findings(coded: Tables, verdicts: pd.DataFrame) -> pd.Series:
    """Why each claim has its verdict, with labels of studies and analysis sets."""
    studies = coded["studies"]
    sets = coded["analysis_sets"].set_index("code")["label"]
    in_words = {code: code.replace("_", " ") for code in verdicts["matched_set"]}
    by_document = studies.drop_duplicates("document_id").set_index("document_id")["label"]
    return explanations(
        verdicts,
        studies=studies.set_index("study_id")["label"].to_dict(),
        sets=in_words | (sets.str[:1].str.lower() + sets.str[1:]).to_dict(),
        reference=lambda document: f"the reference cited is {by_document.get(document, document)}",
    )
