"""Rows of the citation network, the claims by verdict, the flow of reports and the appraisal."""

from __future__ import annotations

import re

import pandas as pd

from evidence.summary.figure_rows.evidence_map import report_labels

CODE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")


def citation_rows(coded: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """What ``figures.citation_network.draw`` needs: each report with each study that it cites.

    Parameters
    ----------
    coded : patients, citations, studies and families are used. A cited document that is no coded
        study (a guideline, a review) is left out.

    Returns
    -------
    report, study, family (label; empty for a study on its own), number (in the reference list),
    sources.
    """
    studies = coded["studies"].drop_duplicates("document_id")
    links = (
        coded["citations"]
        .rename(columns={"document_id": "report_id"})
        .merge(studies, left_on="cited_document_id", right_on="document_id")
    )
    labels = coded["families"].set_index("family_id")["label"]
    frame = pd.DataFrame(
        {
            "report": links["report_id"].map(report_labels(coded)),
            "study": links["label"],
            "family": links["family_id"].map(labels),
            "number": links["reference_number"],
            "sources": "citations:" + links["citation_id"] + " studies:" + links["study_id"],
        }
    )
    return frame.drop_duplicates(["report", "study"]).reset_index(drop=True)


def claim_rows(coded: dict[str, pd.DataFrame], verdicts: pd.DataFrame) -> pd.DataFrame:
    """What ``figures.claims_verdict.draw`` needs.

    Parameters
    ----------
    coded : patients, claims, studies (labels of documents), analysis_sets and outcome_measures
    (labels) are used.
    verdicts : ``claim_id``, ``verdict``, ``reason``, ``sources``, as the audit gives them; claims
        without one are left out.

    Returns
    -------
    document, claim (measure and figure as printed), verdict, finding, sources.
    """
    names = _names(coded)
    claims = coded["claims"].merge(
        verdicts[["claim_id", "verdict", "reason", "sources"]], on="claim_id", validate="one_to_one"
    )
    labels = coded["outcome_measures"].set_index("code")["label"]
    named = (
        claims["measure"]
        .map(labels)
        .fillna(claims["measure"].str.replace("_", " ").str.capitalize())
    )
    words = named + ": " + claims["value_as_printed"]
    against = (" v " + claims["comparator_value_as_printed"]).where(
        claims["comparator_value_as_printed"] != "", ""
    )
    return pd.DataFrame(
        {
            "document": claims["document_id"].map(report_labels(coded)),
            "claim": words + against,
            "verdict": claims["verdict"],
            "finding": claims["reason"].map(lambda reason: _readable(reason, names)),
            "sources": claims["sources"],
        }
    )


def _names(coded: dict[str, pd.DataFrame]) -> dict[str, str]:
    """What readers are told for a document or an analysis set."""
    sets = coded["analysis_sets"].set_index("code")["label"]
    documents = coded["studies"].drop_duplicates("document_id").set_index("document_id")["label"]
    return {**(sets.str[:1].str.lower() + sets.str[1:]), **documents}


def _readable(reason: str, names: dict[str, str]) -> str:
    """A reason of the audit in words, without codes."""
    words = CODE.sub(lambda code: names.get(code.group(), code.group().replace("_", " ")), reason)
    return words.replace("the reference is ", "the reference cited is ").replace(
        "one of the document", "an author of the reference cited"
    )


def flow_rows(coded: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """What ``figures.prisma.draw`` needs: what was counted, and what was not done.

    Parameters
    ----------
    coded : screening and documents are used. What does not apply is left out, and totals that only
        repeat the new studies, since there is no earlier version.

    Returns
    -------
    variable (of the reference implementation), n (missing where nothing was done), text, sources.
    """
    rows = coded["screening"]
    first = not (rows["variable"].str.startswith("previous") & (rows["status"] == "counted")).any()
    repeated = rows["variable"].isin(["total_studies", "total_reports", "total_patients"]) & first
    rows = rows[(rows["status"] != "not_applicable") & ~repeated]
    return pd.DataFrame(
        {
            "variable": rows["variable"],
            "n": rows["n"].astype(float),
            "text": rows["status"].map({"not_done": "not searched"}).fillna(""),
            "sources": "screening:" + rows["variable"],
        }
    ).reset_index(drop=True)


def appraisal_rows(coded: dict[str, pd.DataFrame], tool: str) -> pd.DataFrame:
    """What ``figures.appraisal.draw`` and ``appraisal_summary.draw`` need for one tool.

    Parameters
    ----------
    coded : patients, studies, appraisal, appraisal_items, appraisal_judgements and outcome_measures
    are used.
    tool : a code of appraisal_tools. Where a document is judged result by result, each result has a
    row.

    Returns
    -------
    study, item (its number), item_label (what it asks), judgement (label), reason, sources.
    """
    asked = coded["appraisal_items"][coded["appraisal_items"]["tool"] == tool].rename(
        columns={"code": "item", "definition": "item_label"}
    )
    asked = asked.assign(place=range(len(asked)))
    rows = coded["appraisal"].merge(asked[["item", "item_label", "number", "place"]], on="item")
    labels = {
        **coded["studies"].drop_duplicates("document_id").set_index("document_id")["label"],
        **report_labels(coded),
    }
    measures = coded["outcome_measures"].set_index("code")["label"]
    result = rows["applies_to"].map(measures)
    study = rows["document_id"].map(labels)
    frame = pd.DataFrame(
        {
            "study": study.where(result.isna(), study + ": " + result.fillna("")),
            "item": rows["number"].astype(str).str.capitalize(),
            "item_label": rows["item_label"],
            "judgement": rows["judgement"].map(
                coded["appraisal_judgements"].set_index("code")["label"]
            ),
            "reason": rows["reason"],
            "sources": "appraisal:" + rows["appraisal_id"],
        }
    )
    order = pd.DataFrame({"study": pd.factorize(frame["study"])[0], "place": rows["place"]})
    return frame.loc[order.sort_values(["study", "place"], kind="stable").index].reset_index(
        drop=True
    )
