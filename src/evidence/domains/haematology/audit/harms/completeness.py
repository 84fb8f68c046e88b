"""What a report leaves unanswered: veno-occlusive disease, the specimen of a share of blasts."""

import pandas as pd

from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted, sources_of
from evidence.coded.labels import labels


def _in_a_sentence(words: dict[str, str]) -> dict[str, str]:
    """Labels that begin with a small letter."""
    return {code: label[:1].lower() + label[1:] for code, label in words.items()}


@check("responses", severity="note", says="VOD/SOS is answered for every phase.")
def vod_not_reported(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["events"]
    vod = rows[rows["event"] == "vod_sos"]
    answered = vod[vod["occurred"] != "not_reported"][["patient_id", "phase"]].drop_duplicates()
    rows = vod[(vod["occurred"] == "not_reported") & (vod["term_as_reported"] == "")].merge(
        answered, on=["patient_id", "phase"], how="left", indicator=True, validate="many_to_one"
    )
    rows = rows[rows["_merge"] == "left_only"].drop_duplicates(["patient_id", "phase"])
    return noted(
        "events",
        rows,
        "term_as_reported",
        reported="",
        expected="whether VOD occurred",
        how="the drug's boxed warning is not answered for "
        + rows["phase"].map(_in_a_sentence(labels(coded, "phases"))),
    )


@check("responses", severity="note", says="A VOD/SOS has its onset and criteria.")
def vod_without_details(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["events"]
    rows = rows[
        (rows["event"] == "vod_sos")
        & (rows["occurred"] == "yes")
        & (rows["onset_as_reported"] == "")
    ]
    return noted(
        "events",
        rows,
        "grade_as_reported",
        reported="{grade_as_reported} {term_as_reported}",
        expected="day of onset, and the criteria of the grade",
        how="without them the grade cannot be checked",
    )


@check("responses", severity="note", says="A share of blasts has its specimen.")
def specimen_not_reported(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["laboratory"]
    groups = (
        rows[rows["analyte"] == "blasts_specimen_not_stated"]
        .groupby("patient_id", sort=False)["laboratory_id"]
        .agg(" ".join)
    )
    rows = rows[rows["analyte"] == "blasts_specimen_not_stated"].drop_duplicates("patient_id")
    return noted(
        "laboratory",
        rows,
        "analyte",
        reported=rows["value_as_reported"],
        expected="blood or marrow",
        how="a share of blasts without its specimen",
        sources=sources_of("laboratory", rows["patient_id"].map(groups)),
    )
