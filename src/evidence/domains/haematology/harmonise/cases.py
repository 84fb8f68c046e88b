"""Columns of the case table that haematology adds: responses, VOD/SOS."""

import pandas as pd

from evidence.domains.haematology.harmonise.responses import COMPARTMENTS
from evidence.harmonise.cases import NOT_REPORTED, days_as_words, joined


def vod_by_phase(events: pd.DataFrame, transplanted: pd.Series) -> pd.DataFrame:
    """VOD/SOS of each patient on the index therapy and after a transplant that followed it.

    Parameters
    ----------
    events : coded.
    transplanted : yes, no or not_reported by patient: was there a transplant after the index
        therapy?

    Returns
    -------
    patient_id, vod_on_index and vod_after_transplant (yes, no, not_reported, or
    not_applicable after a transplant that the report says was not done), vod_grade_as_reported.
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
    grades = vod[vod["occurred"] == "yes"].groupby("patient_id")["grade_as_reported"].agg(joined)
    return named.fillna(NOT_REPORTED).assign(
        vod_grade_as_reported=grades.reindex(named.index).fillna("")
    )


def _wide(responses: pd.DataFrame, prefix: str) -> pd.DataFrame:
    """Response and its days side by side, one row per patient."""
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
