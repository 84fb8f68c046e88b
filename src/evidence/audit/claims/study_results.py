"""Coded results of studies as values of the same kinds as those of claims."""

import numpy as np
import pandas as pd

from evidence.audit.core.findings import Frames, shown
from evidence.audit.core.reported_numbers import numbers
from evidence.harmonise.numbers import NO_GROUPING

TIME_UNITS = ("days", "weeks", "months", "years")


def measure_groups(coded: Frames, measures: pd.Series) -> pd.Series:
    """Group of each measure: measures that a careless sentence may confuse share a group.

    Parameters
    ----------
    coded : ``measure_groups`` is used.
    measures : codes of outcome measures; a measure in no group is its own group.

    >>> groups = pd.DataFrame({"measure": ["cr", "cri"], "group": ["remission", "remission"]})
    >>> measure_groups({"measure_groups": groups}, pd.Series(["cri", "death"])).tolist()
    ['remission', 'death']
    """
    groups = coded["measure_groups"].set_index("measure")["group"].to_dict()
    return measures.map(lambda measure: groups.get(measure, measure))


def _reported_percent(rows: pd.DataFrame) -> pd.Series:
    """The percentage reported; where none is, that of the counts, to a decimal."""
    computed = (100 * rows["events"] / rows["n"]).astype("Float64").astype(float).round(1)
    return numbers(rows["percent_as_reported"], NO_GROUPING).fillna(computed)


def _outcome_values(coded: Frames) -> pd.DataFrame:
    rows = coded["outcomes"]
    rows = rows[rows["only_in_a_report"] == "no"]
    percent, estimate = _reported_percent(rows), numbers(rows["estimate_as_reported"])
    is_time = rows["unit"].isin(TIME_UNITS)
    is_share = rows["unit"].str.startswith("%")
    kind = np.select(
        [is_time, percent.notna() | is_share, rows["events"].notna()],
        ["time", "percent", "count"],
        "",
    )
    return pd.DataFrame(
        {
            "source": "outcomes:" + rows["outcome_id"],
            "study_id": rows["study_id"],
            "arm_id": rows["arm_id"],
            "measure": rows["measure"],
            "analysis_set": rows["analysis_set"],
            "set_as_reported": rows["analysis_set_as_reported"],
            "time_point": rows["time_point_as_reported"],
            "result_kind": kind,
            # An estimate over time precedes a share computed from counts: the study reports it.
            "result": estimate.where(is_share, percent.fillna(estimate)),
            "result_low": numbers(rows["low_as_reported"]),
            "result_high": numbers(rows["high_as_reported"]),
            "result_events": rows["events"].astype("Float64").astype(float),
            "result_n": rows["n"].astype("Float64").astype(float),
            "shown": rows["value_as_reported"],
        }
    )


def _effect_values(coded: Frames) -> pd.DataFrame:
    rows = coded["effects"]
    return pd.DataFrame(
        {
            "source": "effects:" + rows["effect_id"],
            "study_id": rows["study_id"],
            "arm_id": rows["arm_id"],
            "comparator_arm_id": rows["comparator_arm_id"],
            "measure": rows["outcome"],
            "analysis_set": rows["analysis_set"],
            "set_as_reported": rows["analysis_set_as_reported"],
            "time_point": "",
            "result_kind": "ratio",
            "result": numbers(rows["estimate_as_reported"], NO_GROUPING),
            "result_low": numbers(rows["low_as_reported"], NO_GROUPING),
            "result_high": numbers(rows["high_as_reported"], NO_GROUPING),
            "shown": rows["value_as_reported"],
        }
    )


def _study_sizes(outcomes: pd.DataFrame) -> pd.DataFrame:
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


def study_results(coded: Frames) -> pd.DataFrame:
    """Every coded result of a study, with its family, document and the group of its measure.

    Results known only from a case report's discussion are left out: a claim cannot support itself.

    Parameters
    ----------
    coded : outcomes, effects, studies and measure_groups are used.

    Returns
    -------
    A row per result: source (``table:key``), study_id, arm_id, comparator_arm_id (of a ratio),
    measure, group, analysis_set, set_as_reported, time_point, result_kind (percent, count, time,
    ratio), result, result_low, result_high, result_events, result_n, shown (as reported),
    family_id, result_document.
    """
    outcomes = _outcome_values(coded)
    results = pd.concat(
        [outcomes, _effect_values(coded), _study_sizes(outcomes)], ignore_index=True
    )
    studies = coded["studies"][["study_id", "family_id", "document_id"]].rename(
        columns={"document_id": "result_document"}
    )
    return results.assign(group=measure_groups(coded, results["measure"])).merge(
        studies, on="study_id", validate="many_to_one"
    )
