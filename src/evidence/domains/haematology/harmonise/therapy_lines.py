"""Lines of therapy: how many came before inotuzumab, and which came next.

A line is anti-leukaemic treatment given for a new state of the disease: its diagnosis, a
treatment that failed, a relapse. Consolidation, maintenance, a pre-phase and a transplant in
remission belong to the line before them; courses of one drug are one line. Local radiotherapy
for a relapse is a line, as the report that describes it counts it among the therapies. Neither
rule needs the report to use the word.
"""

import pandas as pd

INDEX = "index"
PART_OF_A_LINE = {"consolidation", "maintenance", "prophase"}
FAILED = {"no_response", "relapse", "progressive_disease"}


def _lines(therapies: pd.DataFrame) -> pd.DataFrame:
    return therapies[therapies["role"] == "line"].sort_values("sequence", kind="stable")


def _first_index_line(lines: pd.DataFrame) -> float:
    """Place of the first inotuzumab in the order of a patient's lines; infinity where none is."""
    given = lines.loc[lines["therapy_class"] == INDEX, "sequence"]
    return float(given.iloc[0]) if len(given) else float("inf")


def prior_lines(therapies: pd.DataFrame) -> pd.DataFrame:
    """Lines of each patient before the first inotuzumab, which is also its salvage number.

    Parameters
    ----------
    therapies : coded.

    Returns
    -------
    patient_id, prior_lines, prior_lines_as_reported (what the report calls each of them).

    Examples
    --------
    >>> given = pd.DataFrame(
    ...     [
    ...         ("p", 1, "line", "induction", "chemotherapy", "cr", "induction"),
    ...         ("p", 2, "line", "consolidation", "chemotherapy", "cr", "consolidation"),
    ...         ("p", 3, "line", "transplant", "transplant", "cr", "allo-HSCT"),
    ...         ("p", 4, "line", "salvage", "blinatumomab", "no_response", "blinatumomab"),
    ...         ("p", 5, "line", "salvage", "index", "cr", "index"),
    ...     ],
    ...     columns=["patient_id", "sequence", "role", "phase", "therapy_class", "response"]
    ...     + ["as_reported"],
    ... )
    >>> prior_lines(given).loc[0, ["prior_lines", "prior_lines_as_reported"]].map(str).tolist()
    ['2', 'induction; blinatumomab']
    """
    rows = []
    for patient, of_patient in therapies.groupby("patient_id", sort=False):
        lines = _lines(of_patient)
        before = lines[lines["sequence"] < _first_index_line(lines)]
        failed_before = before["response"].shift().isin(FAILED)
        in_remission = (before["therapy_class"] == "transplant") & ~failed_before
        counted = before[~before["phase"].isin(PART_OF_A_LINE) & ~in_remission]
        rows.append((patient, len(counted), "; ".join(counted["as_reported"])))
    return pd.DataFrame(rows, columns=["patient_id", "prior_lines", "prior_lines_as_reported"])


def next_therapies(therapies: pd.DataFrame, timeline: pd.DataFrame) -> pd.DataFrame:
    """The first line after the first inotuzumab that is not inotuzumab, of each patient with one.

    A response to inotuzumab is one that was found before it.

    Parameters
    ----------
    therapies : coded; ``timeline_id`` is the entry of the line's start.
    timeline : harmonised.

    Returns
    -------
    patient_id (index), therapy_id, therapy_class, timeline_id, sequence (place in the patient's
    timeline, missing where the line has no entry), day_low, day_high (from the first dose).
    """
    found = []
    for _, of_patient in therapies.groupby("patient_id", sort=False):
        lines = _lines(of_patient)
        later = lines[
            (lines["sequence"] > _first_index_line(lines)) & (lines["therapy_class"] != INDEX)
        ]
        found.append(later.head(1))
    columns = ["patient_id", "therapy_id", "therapy_class", "timeline_id"]
    days = timeline[["timeline_id", "sequence", "day_low", "day_high"]]
    lines = pd.concat(found)[columns] if found else pd.DataFrame(columns=columns)
    return lines.merge(days, on="timeline_id", how="left", validate="many_to_one").set_index(
        "patient_id"
    )
