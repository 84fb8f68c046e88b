"""Rows of the citation network, of the claims by verdict, and of the flow of reports."""

from __future__ import annotations

import pandas as pd

from evidence.summary.maps import report_labels


def citation_rows(coded: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """What ``figures.citation_network.draw`` needs: each report with each study that it cites.

    Parameters
    ----------
    coded : patients, citations, studies and families are used. A cited document that is no coded
        study (a guideline, a review) is left out.

    Returns
    -------
    report, study, family (label; empty for a study on its own), number (in the reference list), sources.
    """
    studies = coded["studies"].drop_duplicates("document_id")
    links = coded["citations"].rename(columns={"document_id": "report_id"}).merge(studies, left_on="cited_document_id", right_on="document_id")
    labels = coded["families"].set_index("family_id")["label"]
    frame = pd.DataFrame({
        "report": links["report_id"].map(report_labels(coded)), "study": links["label"], "family": links["family_id"].map(labels),
        "number": links["reference_number"], "sources": "citations:" + links["citation_id"] + " studies:" + links["study_id"],
    })
    return frame.drop_duplicates(["report", "study"]).reset_index(drop=True)


def claim_rows(coded: dict[str, pd.DataFrame], verdicts: pd.DataFrame) -> pd.DataFrame:
    """What ``figures.claims_verdict.draw`` needs.

    Parameters
    ----------
    coded : patients and claims are used.
    verdicts : ``claim_id``, ``verdict`` and, if known, ``finding``; claims without one are left out.

    Returns
    -------
    document, claim (measure and figure as printed), verdict, finding, sources.
    """
    claims = coded["claims"].merge(verdicts, on="claim_id", validate="one_to_one")
    words = claims["measure"].str.replace("_", " ") + ": " + claims["value_as_printed"]
    against = (" v " + claims["comparator_value_as_printed"]).where(claims["comparator_value_as_printed"] != "", "")
    return pd.DataFrame({
        "document": claims["document_id"].map(report_labels(coded)), "claim": words + against, "verdict": claims["verdict"],
        "finding": claims["finding"] if "finding" in claims else "", "sources": "claims:" + claims["claim_id"],
    })


def flow_rows(coded: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """What ``figures.prisma.draw`` needs for a review of reports that it was given: no database was searched.

    Parameters
    ----------
    coded : documents and patients are used. A report counts as a study of its own.

    Returns
    -------
    variable (of the reference implementation), n (missing where nothing was done), text, sources.
    """
    documents = coded["documents"]
    reports = documents.loc[documents["role"] == "report", "document_id"]
    own, patients = " ".join("documents:" + reports), " ".join("patients:" + coded["patients"]["patient_id"])
    count, used = len(reports), coded["patients"]["document_id"].nunique()
    rows = [
        ("database_results", None, "not searched", ""), ("register_results", None, "not searched", ""),
        ("given_results", count, "", own), ("other_sought_reports", count, "", own), ("other_notretrieved_reports", 0, "", ""),
        ("other_assessed", count, "", own), ("other_excluded", count - used, "", ""),
        ("new_studies", used, "", own), ("new_reports", used, "", own), ("new_patients", len(coded["patients"]), "", patients),
    ]
    return pd.DataFrame(rows, columns=["variable", "n", "text", "sources"])
