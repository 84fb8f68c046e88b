"""Six patients counted: x of n reported, never a rate; and which report says anything on which
outcome.
"""

import pandas as pd

from evidence.coded.source_keys import joined_sources, source_keys
from evidence.synthesis.proportions.count_reported import count_reported, median_with_range

YES_NO = {
    "Philadelphia chromosome": ("ph_status", "positive", "negative"),
    "KMT2A rearranged": ("kmt2a_status", "positive", "negative"),
    "CD22 on blasts": ("cd22", "positive", "negative"),
    "Extramedullary disease at inotuzumab": ("extramedullary", "yes", "no"),
    "CNS disease at inotuzumab": ("cns", "yes", "no"),
    "Transplant before inotuzumab": ("prior_hsct", "yes", "no"),
    "Blinatumomab before inotuzumab": ("prior_blinatumomab", "yes", "no"),
    "CAR T cells before inotuzumab": ("prior_car_t", "yes", "no"),
    "VOD/SOS on inotuzumab": ("vod_on_inotuzumab", "yes", "no"),
    "VOD/SOS after a later transplant": ("vod_after_transplant", "yes", "no"),
    "Relapse after inotuzumab began": ("relapse_afterwards", "yes", "no"),
    "Alive at last follow-up": ("alive", "yes", "no"),
    "In remission at last follow-up": ("in_remission", "yes", "no"),
}


def case_counts(cases: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """One row per item: how many, of how many it is reported for, and how many not reported.

    Parameters
    ----------
    cases : Table 1, one row per patient.

    Returns
    -------
    item, yes, reported, not_reported, not_assessable, not_applicable, low, high (exact limits, 0 to
    1: a warning about how little so few patients say, not an estimate), level, sources (of the
    patients for whom the question arises).
    """
    rows = []
    for item, (column, yes, no) in YES_NO.items():
        applicable = cases[cases[column] != "not_applicable"]
        rows.append(
            {
                "item": item,
                **count_reported(cases[column], yes=yes, no=no, level=level),
                "sources": joined_sources(source_keys("cases", applicable["patient_id"])),
            }
        )
    return pd.DataFrame(rows)


def case_medians(cases: pd.DataFrame) -> pd.DataFrame:
    """Median with range of the figures in Table 1; an age known to a span counts with its middle.

    Returns
    -------
    item, median, lowest, highest, reported, not_reported, sources.
    """
    figures = {
        "Age at first inotuzumab, years": (cases["age_low_years"] + cases["age_high_years"]) / 2,
        "Relapses before inotuzumab": pd.to_numeric(
            cases["relapses_before_inotuzumab"], errors="coerce"
        ),
    }
    sources = joined_sources(source_keys("cases", cases["patient_id"]))
    return pd.DataFrame(
        [
            {"item": item, **median_with_range(values), "sources": sources}
            for item, values in figures.items()
        ]
    )


def _keys(table: str, rows: pd.DataFrame, key: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "document_id": rows["document_id"],
            "patient_id": rows["patient_id"],
            "source": source_keys(table, rows[key]),
        }
    )


def outcome_rows(coded: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The coded rows that say something on each outcome, by outcome."""
    assessments, events, transplants = coded["assessments"], coded["events"], coded["transplants"]
    reported = events[events["occurred"] != "not_reported"]
    evaluated = assessments[assessments["evaluation"].fillna(0) > 0]
    relevant = evaluated[evaluated["response"] != "not_applicable"]
    cytopenias = ["neutropenia", "thrombocytopenia", "pancytopenia", "anaemia", "lymphopenia"]
    on_drug = reported[reported["phase"].isin(["on_inotuzumab", "after_inotuzumab"])]
    doses = coded["doses"][
        (coded["doses"]["agent"] == "inotuzumab_ozogamicin")
        & (coded["doses"]["dose_as_printed"] != "")
    ]
    follow_up = coded["follow_up"]
    after = transplants[transplants["timing"] == "after_inotuzumab"]
    return {
        "Dose": _keys("doses", doses, "dose_id"),
        "Marrow response": _keys(
            "assessments",
            relevant[(relevant["compartment"] == "marrow") & (relevant["is_mrd"] == "no")],
            "assessment_id",
        ),
        "MRD": _keys("assessments", relevant[relevant["is_mrd"] == "yes"], "assessment_id"),
        "Extramedullary response": _keys(
            "assessments", relevant[relevant["compartment"] == "extramedullary"], "assessment_id"
        ),
        "CNS response": _keys(
            "assessments", relevant[relevant["compartment"] == "cns"], "assessment_id"
        ),
        "VOD/SOS on inotuzumab": _keys(
            "events",
            reported[(reported["event"] == "vod_sos") & (reported["phase"] == "on_inotuzumab")],
            "event_id",
        ),
        "VOD/SOS after transplant": _keys(
            "events",
            reported[(reported["event"] == "vod_sos") & (reported["phase"] == "after_transplant")],
            "event_id",
        ),
        "Cytopenias": _keys("events", on_drug[on_drug["event"].isin(cytopenias)], "event_id"),
        "Other adverse events": _keys(
            "events", on_drug[~on_drug["event"].isin([*cytopenias, "vod_sos"])], "event_id"
        ),
        "Transplant afterwards": _keys("transplants", after, "transplant_id"),
        "Engraftment": _keys(
            "transplants", after[after["engraftment_as_printed"] != ""], "transplant_id"
        ),
        "GVHD": _keys(
            "transplants",
            after[
                (after["acute_gvhd"] != "not_reported") | (after["chronic_gvhd"] != "not_reported")
            ],
            "transplant_id",
        ),
        "Length of follow-up": _keys(
            "follow_up",
            follow_up[follow_up["length_as_printed"] + follow_up["until_as_printed"] != ""],
            "follow_up_id",
        ),
        "Last status": _keys("follow_up", follow_up, "follow_up_id"),
    }


def evidence_map(coded: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Report × outcome: for how many of its patients a report says anything, empty cells as 0.

    Returns
    -------
    document_id, outcome, patients (0 where the report is silent), of (its patients), rows, sources
    (the report itself where it is silent: that is what was read).
    """
    size = coded["patients"].groupby("document_id", sort=False)["patient_id"].nunique()
    cells = []
    for outcome, rows in outcome_rows(coded).items():
        for document in size.index:
            of_document = rows[rows["document_id"] == document]
            cells.append(
                {
                    "document_id": document,
                    "outcome": outcome,
                    "patients": of_document["patient_id"].nunique(),
                    "of": int(size[document]),
                    "rows": len(of_document),
                    "sources": joined_sources(of_document["source"]) or f"documents:{document}",
                }
            )
    return pd.DataFrame(cells)
