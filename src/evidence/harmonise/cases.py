"""One row per patient, every cell a reported fact, a derived one that says so, or not reported.

The columns come in parts: those of the package, of a field of medicine and of the review, joined
here by patient.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from evidence.coded.labels import whole_days

NOT_REPORTED = "not_reported"
INDEX_DOSES = ("index_start", "index_dose", "index_series", "index_end")  # of the timeline
FOLLOW_UP_TEXTS = {  # column of follow_up -> column of the case table
    "length_as_reported": "follow_up_length_as_reported",
    "counted_from_as_reported": "counted_from_as_reported",
    "until_as_reported": "until_as_reported",
    "status_as_reported": "status_as_reported",
}
# A finding at the first dose comes before an earlier one; a later one is of items of its own.
TIMING = ["at_index", "before_index", "not_stated", "at_diagnosis", "after_index"]


@dataclass(frozen=True)
class CaseTable:
    """The section ``cases`` of review.toml: the items of the table of patients.

    Attributes
    ----------
    columns : parts of the table, in order; all that are defined where none is named.
    sources : coded tables whose rows of a patient are behind the patient's row; those that the
        parts read where none is named.
    items, as_reported : column -> item of characteristics, whose code or whose text is shown.
    cumulative : items of which every fact counts, whenever it was found.
    states : columns of follow_up that say how the patient was at the last follow-up.
    ever : columns of follow_up that, once reported, stay.
    """

    columns: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    items: Mapping[str, str] = field(default_factory=lambda: {"sex": "sex"})
    as_reported: Mapping[str, str] = field(default_factory=dict)
    cumulative: tuple[str, ...] = ()
    states: tuple[str, ...] = ("alive", "on_index")
    ever: tuple[str, ...] = ()


def joined(values: Iterable[str]) -> str:
    """What is reported, each once; not_reported where nothing is.

    >>> joined(["anaemia", "", "not_reported", "fever", "anaemia"]), joined([""])
    ('anaemia; fever', 'not_reported')
    """
    reported = [value for value in dict.fromkeys(values) if value and value != NOT_REPORTED]
    return "; ".join(reported) or NOT_REPORTED


def nearest_to_first_dose(
    characteristics: pd.DataFrame, cumulative: Iterable[str] = ()
) -> pd.DataFrame:
    """The rows of each patient and item of the time nearest to the first dose.

    What is not reported at the first dose is not filled in from an earlier time.

    Parameters
    ----------
    characteristics : coded. cumulative : items of which every fact counts.
    """
    order = {timing: rank for rank, timing in enumerate(TIMING)}
    rank = characteristics["timing"].map(order).fillna(len(order))
    nearest = rank.groupby([characteristics["patient_id"], characteristics["item"]]).transform(
        "min"
    )
    return characteristics[(rank == nearest) | characteristics["item"].isin([*cumulative])]


def characteristics_side_by_side(
    characteristics: pd.DataFrame, patients: pd.Series, choice: CaseTable
) -> pd.DataFrame:
    """Chosen items by patient, one column each; not_reported where the report is silent."""
    rows = nearest_to_first_dose(characteristics, choice.cumulative)
    by_patient = rows.groupby(["patient_id", "item"], sort=False)
    columns = {
        column: by_patient[text].agg(joined).astype(object).unstack().get(item)
        for text, items in (("value", choice.items), ("as_reported", choice.as_reported))
        for column, item in items.items()
    }
    frame = pd.DataFrame(columns, index=pd.Index(rows["patient_id"].unique(), name="patient_id"))
    return frame.reindex(patients).astype(object).fillna(NOT_REPORTED)


def days_as_words(low: float, high: float) -> str:
    """Days from the first dose, rounded outwards; empty where they are not known.

    >>> days_as_words(67.0, 67.0), days_as_words(17.5, 24.5), days_as_words(float("nan"), 9.0)
    ('day 67', 'day 17 to 25', '')
    """
    if pd.isna(low) or pd.isna(high):
        return ""
    first, last = whole_days(low, high)
    return f"day {first}" if first == last else f"day {first} to {last}"


def index_days(timeline: pd.DataFrame) -> pd.DataFrame:
    """First and last day, by patient, on which a dose of the index therapy can have been given.

    Parameters
    ----------
    timeline : harmonised; an entry without a day does not count.
    """
    doses = timeline[timeline["event"].isin(INDEX_DOSES)].groupby("patient_id", sort=False)
    days = {"first_index_day": doses["day_low"].min(), "last_index_day": doses["day_high"].max()}
    return pd.DataFrame(days, dtype=float)


def adverse_events(events: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Adverse events that occurred, in words, by patient."""
    occurred = events[events["occurred"] == "yes"]
    words = occurred["event"].map(lambda code: labels.get(code, code))
    named = words.groupby(occurred["patient_id"], sort=False).agg(joined)
    return named.astype(object).rename("adverse_events").to_frame()


def last_status(follow_up: pd.DataFrame, timeline: pd.DataFrame, choice: CaseTable) -> pd.DataFrame:
    """Follow-up as reported and the status at the last time that the report states one.

    An earlier status is not carried to the last follow-up; only what is chosen as ``ever`` stays
    once it is reported.
    """
    place = follow_up["timeline_id"].map(timeline.set_index("timeline_id")["sequence"])
    latest = place.groupby(follow_up["patient_id"]).transform("max")
    last = follow_up[(place == latest) | latest.isna()].groupby("patient_id", sort=False)
    whole = follow_up.groupby("patient_id", sort=False)
    columns = {
        **{name: last[column].agg(joined) for column, name in FOLLOW_UP_TEXTS.items()},
        **{column: last[column].agg(_stated) for column in choice.states},
        **{column: whole[column].agg(_stated) for column in choice.ever},
    }
    return pd.DataFrame(columns, dtype=object)


def _stated(column: pd.Series) -> str:
    """yes before no before not_reported."""
    return next((state for state in ("yes", "no") if state in set(column)), NOT_REPORTED)


def given_doses(doses: pd.DataFrame, agent: str) -> pd.DataFrame:
    """Reported doses of the index therapy that were given, as reported."""
    given = doses[
        (doses["agent"] == agent) & (doses["given"] == "given") & (doses["dose_as_reported"] != "")
    ]
    texts = given.groupby("patient_id", sort=False)["dose_as_reported"].agg(joined)
    return texts.astype(object).rename("index_doses_as_reported").to_frame()


def _rows_behind(patients: pd.Series, tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Keys of every coded row of each patient, in the order of the tables."""
    rows = pd.concat(
        [
            pd.DataFrame(
                {"patient_id": frame["patient_id"], "source": f"{name}:" + frame.iloc[:, 0]}
            )
            for name, frame in tables.items()
        ]
        or [pd.DataFrame(columns=["patient_id", "source"])]
    )
    keys = rows.groupby("patient_id", sort=False)["source"].agg(" ".join)
    return patients.map(keys).astype(object).fillna("")


def join_case_columns(
    patients: pd.DataFrame, parts: Iterable[pd.DataFrame], tables: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """One row per patient; NOT_REPORTED where nothing is reported.

    Parameters
    ----------
    patients : coded.
    parts : columns by patient (the index); a column ``sources`` of a part joins that of the table.
    tables : coded tables whose rows of a patient are behind the row, their key in front.
    """
    frame = patients[["patient_id", "document_id", "label"]]
    further = []
    for part in parts:
        by_row = part.reindex(patients["patient_id"]).set_axis(frame.index)
        if "sources" in by_row:
            further.append(by_row.pop("sources").astype(object).fillna(""))
        frame = pd.concat([frame, by_row], axis=1)
    texts = frame.select_dtypes(exclude="number").columns
    frame[texts] = frame[texts].fillna(NOT_REPORTED)
    keys = pd.concat([_rows_behind(frame["patient_id"], tables), *further], axis=1)
    sources = [
        " ".join(dict.fromkeys(" ".join(row).split())) for row in keys.itertuples(index=False)
    ]
    # Of a patient of whom nothing is reported, what was read is the patient's own row.
    silent = "patients:" + frame["patient_id"]
    return frame.assign(
        sources=pd.Series(sources, frame.index, dtype=object).where(lambda s: s != "", silent)
    )
