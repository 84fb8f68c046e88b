"""Claims and coded results as figures of one kind, so that they can be held against each other.

Kinds: percent (of patients), count, time (a median), ratio. A claim's value is good to half a
unit of its own last decimal.
"""

import re

import numpy as np
import pandas as pd

from evidence.audit.core.findings import Frames, shown
from evidence.audit.core.printed_numbers import FIGURE, count_of, half_unit, numbers, percent_text
from evidence.harmonise.memoise import read_each

MORE = r"\b(?:more than|over|at least|exceeds?)\b|^\s*[>≥]"
RANGE = re.compile(r"\d\s*%?\s*[–-]\s*\d")
RATIO_MEASURES = (
    "overall_survival",
    "progression_free_survival",
    "mortality",
    "duration_of_response",
    "recovery",
)


def first_figure(text: str) -> str:
    """The first figure of a text as printed; empty for a range or for none.

    >>> first_figure("7.7 months"), first_figure("18%–44%"), first_figure("lower")
    ('7.7', '', '')
    """
    found = FIGURE.search(text)
    return "" if found is None or RANGE.search(text) else found.group()


def _all_of(rows: pd.DataFrame) -> pd.Series:
    """Counts told as "all" or "all but one" of a denominator."""
    n = read_each(rows["denominator_as_printed"], count_of).astype(float)
    text = rows["value_as_printed"].str.lower()
    return (n - 1).where(
        text.str.startswith("all but one"), n.where(text.str.startswith("all "), np.nan)
    )


def claim_values(coded: Frames) -> pd.DataFrame:
    """Claims with their figures.

    Returns
    -------
    the coded columns, then kind, value, half (what rounding can hide), more (a bound, not a value),
    events, n (counts told), other (value of the other arm), other_half.
    """
    rows = coded["claims"]
    percent = read_each(rows["value_as_printed"], percent_text, "").astype(str)
    figure = read_each(rows["value_as_printed"], first_figure, "").astype(str)
    events = read_each(rows["numerator_as_printed"], count_of).astype(float)
    counted = (
        read_each(rows["value_as_printed"], count_of)
        .astype(float)
        .where(rows["measure"] == "number_of_patients")
    )
    events = events.fillna(_all_of(rows)).fillna(counted)
    timed = rows["measure"].str.endswith("_median")
    kind = np.select(
        [percent != "", events.notna(), timed, rows["measure"].isin(RATIO_MEASURES)],
        ["percent", "count", "time", "ratio"],
        "",
    )
    text = percent.where(percent != "", figure)
    other = read_each(rows["comparator_value_as_printed"], first_figure, "").astype(str)
    return rows.assign(
        kind=np.where(rows["has_figure"] == "yes", kind, ""),
        value=numbers(text).where(kind != "count", np.nan),
        half=half_unit(text),
        more=rows["value_as_printed"].str.contains(MORE, case=False, regex=True),
        events=events,
        n=read_each(rows["denominator_as_printed"], count_of).astype(float),
        other=numbers(other),
        other_half=half_unit(other),
    )


def _outcome_values(coded: Frames) -> pd.DataFrame:
    rows = coded["outcomes"]
    rows = rows[rows["only_in_a_report"] == "no"]
    computed = (100 * rows["events"] / rows["n"]).astype("Float64").astype(float).round(1)
    percent = numbers(rows["percent_as_printed"]).fillna(computed)
    estimate, timed = (
        numbers(rows["estimate_as_printed"]),
        rows["unit"].isin(["months", "days", "weeks", "years"]),
    )
    share = rows["unit"].str.startswith("%")
    # An estimate over time stands before a share computed from counts: it is what the study prints.
    value = estimate.where(share, percent.fillna(estimate))
    kind = np.select(
        [timed, percent.notna() | share, rows["events"].notna()], ["time", "percent", "count"], ""
    )
    return pd.DataFrame(
        {
            "source": "outcomes:" + rows["outcome_id"],
            "study_id": rows["study_id"],
            "arm_id": rows["arm_id"],
            "measure": rows["measure"],
            "analysis_set": rows["analysis_set"],
            "set_as_printed": rows["analysis_set_as_printed"],
            "time_point": rows["time_point_as_printed"],
            "result_kind": kind,
            "result": value,
            "result_low": numbers(rows["low_as_printed"]),
            "result_high": numbers(rows["high_as_printed"]),
            "result_events": rows["events"].astype("Float64").astype(float),
            "result_n": rows["n"].astype("Float64").astype(float),
            "shown": rows["value_as_printed"],
        }
    )


def _effect_values(coded: Frames) -> pd.DataFrame:
    rows = coded["effects"]
    return pd.DataFrame(
        {
            "source": "effects:" + rows["effect_id"],
            "study_id": rows["study_id"],
            "arm_id": rows["arm_id"],
            "measure": rows["outcome"],
            "analysis_set": rows["analysis_set"],
            "set_as_printed": rows["analysis_set_as_printed"],
            "time_point": "",
            "result_kind": "ratio",
            "result": numbers(rows["estimate_as_printed"]),
            "shown": rows["value_as_printed"],
        }
    )


def _sizes(outcomes: pd.DataFrame) -> pd.DataFrame:
    """How many patients a study had: its largest denominator."""
    rows = (
        outcomes[outcomes["result_n"].notna()]
        .sort_values("result_n", kind="stable")
        .drop_duplicates("study_id", keep="last")
    )
    return rows.assign(
        measure="number_of_patients",
        result_kind="count",
        result=np.nan,
        shown=shown(rows["result_n"], "n = {:g}"),
        result_events=rows["result_n"],
        result_n=np.nan,
    )


def results(coded: Frames) -> pd.DataFrame:
    """Every coded result of a study, with its family, document and the group of its measure.

    Results known only from a case report's discussion are left out: a claim cannot support itself.
    """
    outcomes = _outcome_values(coded)
    frame = pd.concat([outcomes, _effect_values(coded), _sizes(outcomes)], ignore_index=True)
    studies = coded["studies"][["study_id", "family_id", "document_id", "label"]].rename(
        columns={"document_id": "result_document", "label": "study_label"}
    )
    return frame.merge(studies, on="study_id").assign(group=grouped(coded, frame["measure"]))


def grouped(coded: Frames, measures: pd.Series) -> pd.Series:
    """Group of each measure: measures that a careless sentence may take for
    one another share one.
    """
    groups = coded["measure_groups"].set_index("measure")["group"]
    return measures.map(groups).fillna(measures)
