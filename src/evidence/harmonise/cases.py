"""Table 1: one row per patient, every cell a reported fact, a derived one that says so, or not
reported.
"""

from collections.abc import Mapping
from math import ceil, floor

import pandas as pd

from evidence.harmonise.ages import ages
from evidence.harmonise.responses import COMPARTMENTS
from evidence.harmonise.therapy_lines import prior_lines

NOT_REPORTED = "not_reported"
FACTS = {  # column of the table -> item of the characteristics
    "sex": "sex",
    "ph_status": "ph_status",
    "kmt2a_status": "kmt2a_status",
    "karyotype": "karyotype",
    "comorbidity": "comorbidity",
    "relapses_before_index": "relapse_number",
    "disease_status": "disease_status",
    "extramedullary": "extramedullary",
    "cns": "cns",
    "prior_hsct": "prior_hsct",
    "prior_blinatumomab": "prior_blinatumomab",
    "prior_car_t": "prior_car_t",
    "cd22": "cd22",
    "access": "access",
    "transplant_after_index": "transplant_after_index",
}
PRINTED_FIGURES = {
    "cd22_as_printed": "cd22",
    "marrow_blasts_as_printed": "marrow_blasts",
    "cycles_as_printed": "index_cycles",
}


def _joined(values: pd.Series) -> str:
    reported = [value for value in dict.fromkeys(values) if value and value != NOT_REPORTED]
    return "; ".join(reported) or NOT_REPORTED


# A finding at the first dose comes before an earlier one; a later one is of items of its own.
TIMING = ["at_index", "before_index", "not_stated", "at_diagnosis", "after_index"]
CUMULATIVE = ["comorbidity", "karyotype"]  # every fact counts, whenever it was found


def nearest_to_first_dose(characteristics: pd.DataFrame) -> pd.DataFrame:
    """The rows of each patient and item of the time nearest to the first dose.

    What is not reported at the first dose is not filled in from an earlier time.
    """
    rank = characteristics["timing"].map(TIMING.index)
    nearest = rank.groupby([characteristics["patient_id"], characteristics["item"]]).transform(
        "min"
    )
    return characteristics[(rank == nearest) | characteristics["item"].isin(CUMULATIVE)]


def _facts(characteristics: pd.DataFrame) -> pd.DataFrame:
    """Items side by side, one row per patient."""
    by_patient = nearest_to_first_dose(characteristics).groupby(["patient_id", "item"], sort=False)
    values, printed = (
        by_patient["value"].agg(_joined).unstack(),
        by_patient["as_printed"].agg(_joined).unstack(),
    )
    columns = {name: values.get(item) for name, item in FACTS.items()}
    columns |= {name: printed.get(item) for name, item in PRINTED_FIGURES.items()}
    return pd.DataFrame(columns, index=values.index).fillna(NOT_REPORTED)


def vod_by_phase(events: pd.DataFrame, transplanted: pd.Series) -> pd.DataFrame:
    """VOD/SOS of each patient while on inotuzumab and after a transplant that followed it.

    Parameters
    ----------
    events : coded.
    transplanted : yes, no or not_reported by patient: was there a transplant after inotuzumab?

    Returns
    -------
    patient_id, vod_on_index and vod_after_transplant (yes, no, not_reported, or
    not_applicable after a transplant that the report says was not done), vod_grade_as_printed.
    """
    vod = events[events["event"] == "vod_sos"]
    # A statement precedes what is not reported: yes before no before not_reported.
    order = pd.Categorical(vod["occurred"], ["yes", "no", NOT_REPORTED], ordered=True)
    first = (
        vod.assign(order=order)
        .sort_values("order", kind="stable")
        .drop_duplicates(["patient_id", "phase"])
    )
    wide = first.pivot(index="patient_id", columns="phase", values="occurred").reindex(
        index=transplanted.index, columns=["on_index", "after_transplant"]
    )
    named = wide.astype(object).set_axis(["vod_on_index", "vod_after_transplant"], axis=1)
    not_done = named["vod_after_transplant"].isna() & (transplanted == "no")
    named["vod_after_transplant"] = named["vod_after_transplant"].mask(not_done, "not_applicable")
    grades = vod[vod["occurred"] == "yes"].groupby("patient_id")["grade_as_printed"].agg(_joined)
    return named.fillna(NOT_REPORTED).assign(
        vod_grade_as_printed=grades.reindex(named.index).fillna("")
    )


def days_as_words(low: float, high: float) -> str:
    """Days from the first dose, rounded outwards; empty where they are not known.

    >>> days_as_words(67.0, 67.0), days_as_words(17.5, 24.5), days_as_words(float("nan"), 9.0)
    ('day 67', 'day 17 to 25', '')
    """
    if pd.isna(low) or pd.isna(high):
        return ""
    first, last = floor(low), ceil(high)
    return f"day {first}" if first == last else f"day {first} to {last}"


def _wide(responses: pd.DataFrame, prefix: str) -> pd.DataFrame:
    """Response and its days side by side, one row a patient."""
    days = [
        days_as_words(row.day_low, row.day_high) if row.response != NOT_REPORTED else ""
        for row in responses.itertuples()
    ]
    dated = responses.assign(day=days).set_index(["patient_id", "compartment"])
    codes = dated["response"].unstack(fill_value=NOT_REPORTED)
    when = dated["day"].unstack(fill_value="")
    return (
        codes.reindex(columns=[*COMPARTMENTS], fill_value=NOT_REPORTED)
        .add_prefix(prefix)
        .join(
            when.reindex(columns=[*COMPARTMENTS], fill_value="")
            .add_prefix(prefix)
            .add_suffix("_day")
        )
    )


def responses_to_index(responses: pd.DataFrame) -> pd.DataFrame:
    """Each patient's last result before the next therapy, by compartment and with its days, and
    the author's terms of every evaluation up to it.
    """
    before = responses[responses["before_next_therapy"] == "yes"]
    reported = before[before["response"] != NOT_REPORTED]
    last = reported.sort_values("evaluation", kind="stable").drop_duplicates(
        ["patient_id", "compartment"], keep="last"
    )
    terms = (
        before[before["compartment"] == "integrated"]
        .groupby("patient_id")["author_term"]
        .agg(lambda texts: " / ".join(text for text in texts if text))
    )
    return _wide(last, "response_").join(terms.rename("author_terms"), how="outer")


def last_evaluations(responses: pd.DataFrame) -> pd.DataFrame:
    """Each patient's last evaluation, whatever therapy came before it: its phase, and what it
    says of each compartment.
    """
    number = responses.groupby("patient_id")["evaluation"].transform("max")
    last = responses[responses["evaluation"] == number]
    phases = last.groupby("patient_id")["phase"].first().rename("last_evaluation_phase")
    return _wide(last, "last_").join(phases)


def last_status(follow_up: pd.DataFrame, timeline: pd.DataFrame) -> pd.DataFrame:
    """Follow-up as reported and the status at the last time that the report states one.

    An earlier status is not carried to the last follow-up; only a relapse, once reported, stays.
    """
    place = follow_up["timeline_id"].map(timeline.set_index("timeline_id")["sequence"])
    latest = place.groupby(follow_up["patient_id"]).transform("max")
    last = follow_up[(place == latest) | latest.isna()].groupby("patient_id", sort=False)
    text = last[
        ["length_as_printed", "counted_from_as_printed", "until_as_printed", "status_as_printed"]
    ].agg(_joined)
    states = last[["alive", "in_remission", "mrd_negative", "on_index"]].agg(_stated)
    relapses = follow_up.groupby("patient_id")["relapse_afterwards"].agg(_stated)
    return (
        text.rename(columns=lambda name: f"follow_up_{name}" if "length" in name else name)
        .join(states)
        .join(relapses)
    )


def _stated(column: pd.Series) -> str:
    """yes before no before not_reported."""
    return next((state for state in ("yes", "no") if state in set(column)), NOT_REPORTED)


def given_doses(doses: pd.DataFrame) -> pd.DataFrame:
    """Reported doses of inotuzumab that were given, as reported."""
    given = doses[
        (doses["agent"] == "inotuzumab_ozogamicin")
        & (doses["given"] == "given")
        & (doses["dose_as_printed"] != "")
    ]
    return (
        given.groupby("patient_id", sort=False)["dose_as_printed"]
        .agg(_joined)
        .rename("index_doses_as_printed")
        .to_frame()
    )


def _sources(coded: Mapping[str, pd.DataFrame], patients: pd.DataFrame) -> pd.Series:
    """Keys of every coded row behind the patient's row."""
    used = {
        "characteristics": "characteristic_id",
        "events": "event_id",
        "follow_up": "follow_up_id",
        "transplants": "transplant_id",
        "doses": "dose_id",
        "therapies": "therapy_id",
    }
    rows = pd.concat(
        [
            coded[table].assign(source=f"{table}:" + coded[table][key])[["patient_id", "source"]]
            for table, key in used.items()
        ]
    )
    return patients["patient_id"].map(
        rows.groupby("patient_id", sort=False)["source"].agg(" ".join)
    )


def harmonise_cases(
    coded: Mapping[str, pd.DataFrame], timeline: pd.DataFrame, responses: pd.DataFrame
) -> pd.DataFrame:
    """Table 1, one row per patient; NOT_REPORTED where nothing is reported.

    Parameters
    ----------
    coded : the coded tables. timeline, responses : harmonised.
    """
    patients = coded["patients"][["patient_id", "document_id", "label"]]
    frame = patients.merge(
        ages(coded["characteristics"], timeline), on="patient_id", how="left", validate="one_to_one"
    )
    facts = _facts(coded["characteristics"]).reindex(patients["patient_id"]).fillna(NOT_REPORTED)
    parts = (
        facts,
        prior_lines(coded["therapies"]).set_index("patient_id"),
        given_doses(coded["doses"]),
        responses_to_index(responses),
        last_evaluations(responses),
        vod_by_phase(coded["events"], facts["transplant_after_index"]),
        last_status(coded["follow_up"], timeline),
    )
    for part in parts:
        frame = frame.merge(
            part, left_on="patient_id", right_index=True, how="left", validate="one_to_one"
        )
    texts = frame.select_dtypes(exclude="number").columns
    frame[texts] = frame[texts].fillna(NOT_REPORTED)
    keys = _sources(coded, patients) + (" " + frame["age_sources"]).where(
        frame["age_sources"] != NOT_REPORTED, ""
    )
    return frame.drop(columns="age_sources").assign(
        sources=keys.map(lambda text: " ".join(dict.fromkeys(text.split())))
    )
