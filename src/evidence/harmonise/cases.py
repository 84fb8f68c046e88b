"""Table 1: one row per patient, every cell a reported fact, a derived one that says so, or not
reported.
"""

from collections.abc import Mapping

import pandas as pd

from evidence.harmonise.ages import ages

NOT_REPORTED = "not_reported"
FACTS = {  # column of the table -> item of the characteristics
    "sex": "sex",
    "ph_status": "ph_status",
    "kmt2a_status": "kmt2a_status",
    "karyotype": "karyotype",
    "comorbidity": "comorbidity",
    "relapses_before_inotuzumab": "relapse_number",
    "disease_status": "disease_status",
    "extramedullary": "extramedullary",
    "cns": "cns",
    "prior_hsct": "prior_hsct",
    "prior_blinatumomab": "prior_blinatumomab",
    "prior_car_t": "prior_car_t",
    "cd22": "cd22",
    "access": "access",
}
PRINTED_FIGURES = {
    "cd22_as_printed": "cd22",
    "marrow_blasts_as_printed": "marrow_blasts",
    "cycles_as_printed": "inotuzumab_cycles",
}


def _joined(values: pd.Series) -> str:
    reported = [value for value in dict.fromkeys(values) if value and value != NOT_REPORTED]
    return "; ".join(reported) or NOT_REPORTED


# A finding at the first dose comes before an earlier one.
TIMING = ["at_inotuzumab", "before_inotuzumab", "not_stated", "at_diagnosis"]
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


def vod_by_phase(events: pd.DataFrame) -> pd.DataFrame:
    """VOD/SOS of each patient while on inotuzumab and after a transplant that followed it.

    Returns
    -------
    patient_id, vod_on_inotuzumab and vod_after_transplant (yes, no, not_reported, or
    not_applicable for a phase that the patient did not go through), vod_grade_as_printed.
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
        columns=["on_inotuzumab", "after_transplant"], fill_value="not_applicable"
    )
    grades = vod[vod["occurred"] == "yes"].groupby("patient_id")["grade_as_printed"].agg(_joined)
    named = wide.set_axis(["vod_on_inotuzumab", "vod_after_transplant"], axis=1).fillna(
        "not_applicable"
    )
    return named.assign(vod_grade_as_printed=grades.reindex(named.index).fillna(""))


def best_responses(responses: pd.DataFrame) -> pd.DataFrame:
    """Each patient's last evaluation with a result, by compartment, with the author's terms
    beside the rule's.
    """
    reported = responses[responses["response"] != NOT_REPORTED]
    last = reported.sort_values("evaluation", kind="stable").drop_duplicates(
        ["patient_id", "compartment"], keep="last"
    )
    wide = last.pivot(index="patient_id", columns="compartment", values="response").add_prefix(
        "response_"
    )
    terms = (
        responses[responses["compartment"] == "integrated"]
        .groupby("patient_id")["author_term"]
        .agg(lambda texts: " / ".join(text for text in texts if text))
    )
    return wide.assign(author_terms=terms).fillna(NOT_REPORTED)


def last_status(follow_up: pd.DataFrame) -> pd.DataFrame:
    """Follow-up as reported and last status, from each patient's statements."""
    by_patient = follow_up.groupby("patient_id", sort=False)
    text = by_patient[
        ["length_as_printed", "counted_from_as_printed", "until_as_printed", "status_as_printed"]
    ].agg(_joined)
    states = by_patient[
        ["alive", "in_remission", "mrd_negative", "relapse_afterwards", "on_inotuzumab"]
    ].agg(
        lambda column: next(
            (state for state in ("yes", "no") if state in set(column)), NOT_REPORTED
        )
    )
    return text.rename(columns=lambda name: f"follow_up_{name}" if "length" in name else name).join(
        states
    )


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
        .rename("inotuzumab_doses_as_printed")
        .to_frame()
    )


def transplant_after(patients: pd.DataFrame, transplants: pd.DataFrame) -> pd.Series:
    """yes or not_reported: was the patient transplanted after inotuzumab?"""
    done = set(transplants.loc[transplants["timing"] == "after_inotuzumab", "patient_id"])
    return patients["patient_id"].isin(done).map({True: "yes", False: NOT_REPORTED})


def _sources(coded: Mapping[str, pd.DataFrame], patients: pd.DataFrame) -> pd.Series:
    """Keys of every coded row behind the patient's row."""
    used = {
        "characteristics": "characteristic_id",
        "events": "event_id",
        "follow_up": "follow_up_id",
        "transplants": "transplant_id",
        "doses": "dose_id",
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
    parts = (
        _facts(coded["characteristics"]),
        given_doses(coded["doses"]),
        best_responses(responses),
        vod_by_phase(coded["events"]),
        last_status(coded["follow_up"]),
    )
    for part in parts:
        frame = frame.merge(
            part, left_on="patient_id", right_index=True, how="left", validate="one_to_one"
        )
    frame = frame.assign(
        transplant_after_inotuzumab=transplant_after(patients, coded["transplants"])
    )
    texts = frame.select_dtypes(exclude="number").columns
    frame[texts] = frame[texts].fillna(NOT_REPORTED)
    keys = _sources(coded, patients) + (" " + frame["age_sources"]).where(
        frame["age_sources"] != NOT_REPORTED, ""
    )
    return frame.drop(columns="age_sources").assign(
        sources=keys.map(lambda text: " ".join(dict.fromkeys(text.split())))
    )
