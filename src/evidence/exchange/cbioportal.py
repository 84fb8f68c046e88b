"""The timeline of the cases as cBioPortal's timeline files.

Format: https://docs.cbioportal.org/file-formats/#timeline-data. Day 0 is the index event; days
before it are negative. An entry without a day is left out: a day is never made up.
"""

from collections.abc import Mapping

import pandas as pd

from evidence.coded.labels import labels, whole_days

EVENT_TYPE = "STATUS"  # the type that the format has for what is neither treatment nor sample


def cbioportal_files(
    coded: Mapping[str, pd.DataFrame], derived: Mapping[str, pd.DataFrame]
) -> dict[str, str]:
    """One tab-separated file of every entry of the timeline that has a day, with its description.

    Returns
    -------
    Text by name of the file. ``START_DATE`` and ``STOP_DATE`` are the bounds of an entry whose day
    is known as a range, in whole days; ``DAY_BASIS`` says whether the day is reported,
    derived or inferred.
    """
    events = labels(coded, "timeline_events")
    rows = derived["timeline"].dropna(subset=["day_low"])
    first = rows["day_low"].map(lambda day: str(whole_days(day, day)[0]))
    last = rows["day_high"].map(lambda day: str(whole_days(day, day)[1]), na_action="ignore")
    frame = pd.DataFrame(
        {
            "PATIENT_ID": rows["patient_id"],
            "START_DATE": first,
            "STOP_DATE": last.where(last != first),
            "EVENT_TYPE": EVENT_TYPE,
            "EVENT": rows["event"].map(lambda code: events.get(code, code)),
            "DESCRIPTION": rows["description"].map(_one_cell),
            "DAY_BASIS": rows["day_basis"],
            "SOURCES": rows["sources"],
        }
    )
    meta = (
        "cancer_study_identifier: <study>\ngenetic_alteration_type: CLINICAL\n"
        "datatype: TIMELINE\ndata_filename: data_timeline.txt\n"
    )
    text = frame.to_csv(sep="\t", index=False, lineterminator="\n", na_rep="")
    return {"data_timeline.txt": text, "meta_timeline.txt": meta}


def _one_cell(text: str) -> str:
    return " ".join(str(text).split())
