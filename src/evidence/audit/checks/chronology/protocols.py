"""Protocols against the dates of their patients."""

import pandas as pd

from evidence.audit.core.check import check
from evidence.audit.core.findings import NONE, Frames, noted
from evidence.harmonise.times.dates import read_date


@check(
    "chronology",
    severity="warning",
    says="A front-line protocol enrolled before the patient fell ill.",
    threshold="code list protocol_starts",
)
def protocol_before_it_began(coded: Frames, derived: Frames) -> pd.DataFrame:
    timeline = derived["timeline"]
    diagnosed = timeline[(timeline["event"] == "diagnosis") & (timeline["date_latest"] != "")]
    latest = (
        diagnosed.drop_duplicates("patient_id")
        .set_index("patient_id")[["timeline_id", "date_latest"]]
        .rename(columns={"timeline_id": "diagnosis_id"})
    )
    rows = coded["therapies"][coded["therapies"]["phase"] == "first_line"]
    rows = rows.join(latest, on="patient_id", validate="many_to_one").dropna(subset="date_latest")
    parts = []
    for protocol in coded["protocol_starts"].itertuples():
        began = read_date(protocol.first_enrolment)
        if began is None:
            continue
        early = rows["protocol"].str.contains(protocol.named, regex=True)
        found = rows[early & (rows["date_latest"] < began.earliest.isoformat())]
        parts.append(
            noted(
                "therapies",
                found,
                "protocol",
                expected=f"a protocol that enrolled by {began.earliest}",
                how="it enrolled its first patient in "
                + protocol.first_enrolment
                + ", after the diagnosis",
                sources="therapies:{therapy_id} timeline:{diagnosis_id}",
            )
        )
    return pd.concat(parts or [NONE])
