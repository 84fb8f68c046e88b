"""Rows of the critical appraisal: one judgement of an item of a tool per row."""

from __future__ import annotations

import pandas as pd

from evidence.summary.figure_rows.evidence_map import report_labels

Tables = dict[str, pd.DataFrame]


def appraisal_rows(coded: Tables, tool: str) -> pd.DataFrame:
    """What ``figures.appraisal.draw`` and ``appraisal_summary.draw`` need for one tool.

    Parameters
    ----------
    coded : patients, studies, appraisal, appraisal_items, appraisal_judgements and outcome_measures
    are used.
    tool : a code of appraisal_tools. Where a document is judged result by result, each result has a
    row.

    Returns
    -------
    study, item (its number), item_name, item_label (what it asks), judgement (label), reason,
    sources.
    """
    asked = coded["appraisal_items"][coded["appraisal_items"]["tool"] == tool].rename(
        columns={"code": "item", "definition": "item_label"}
    )
    asked = asked.assign(place=range(len(asked)))
    rows = coded["appraisal"].merge(
        asked[["item", "label", "item_label", "number", "place"]], on="item", validate="many_to_one"
    )
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
            "item_name": rows["label"],
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
