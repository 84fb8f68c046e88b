"""Patients counted: x of n reported, never a rate."""

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
    "VOD/SOS on inotuzumab": ("vod_on_index", "yes", "no"),
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
    """Median with range of the figures in Table 1; an age known to a span counts with its
    middle, one without an upper limit with its lower.

    Returns
    -------
    item, median, lowest, highest, reported, not_reported, derived (how many of the figures follow
    from others by a rule), sources.
    """
    derived = {
        "Age at first inotuzumab, years": int((cases["age_basis"] == "derived").sum()),
        "Lines of therapy before inotuzumab": len(cases),
    }
    figures = {
        "Age at first inotuzumab, years": (
            cases["age_low_years"] + cases["age_high_years"].fillna(cases["age_low_years"])
        )
        / 2,
        "Relapses before inotuzumab": pd.to_numeric(
            cases["relapses_before_index"], errors="coerce"
        ),
        "Lines of therapy before inotuzumab": cases["prior_lines"],
    }
    sources = joined_sources(source_keys("cases", cases["patient_id"]))
    return pd.DataFrame(
        [
            {
                "item": item,
                **median_with_range(values),
                "derived": derived.get(item, 0),
                "sources": sources,
            }
            for item, values in figures.items()
        ]
    )
