"""Rows of the citation network: which report cites which study."""

from __future__ import annotations

import pandas as pd

from evidence.summary.figure_rows.evidence_map import report_labels

Tables = dict[str, pd.DataFrame]


def citation_rows(coded: Tables) -> pd.DataFrame:
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
        .merge(studies, left_on="cited_document_id", right_on="document_id", validate="many_to_one")
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
