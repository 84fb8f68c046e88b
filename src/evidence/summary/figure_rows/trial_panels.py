"""Frames of forest plots in panels: the arms of trials compared, each measure in its own panel."""

from collections.abc import Mapping, Sequence

import pandas as pd

from evidence.coded.labels import labels
from evidence.coded.problems import Problem, ProblemsFound
from evidence.coded.settings import FILE
from evidence.summary.figure_rows.forest import Tables, compared_row, grouped, of_whole_trial
from evidence.summary.figure_rows.nesting import nested_counts

HAZARD, DIFFERENCE = "hazard_ratio", "risk_difference"
DIFFERENCES = ("difference", "difference_low", "difference_high")
COMPARISON = ["study_id", "outcome", "analysis_set"]
ENTRIES = {"measure", "outcomes"}
SHOWN_LEVEL = 95.0  # percent, of the intervals drawn


def in_panels(
    coded: Tables,
    derived: Tables,
    panels: Mapping[str, Mapping],
    reports: Mapping[str, str],
    nested: Mapping[str, Sequence[str]],
) -> pd.DataFrame:
    """Ratios by panel, outcome and analysis set, with the risk difference where there is one.

    Parameters
    ----------
    coded : outcome_measures and analysis_sets (labels) are used.
    derived : arms_compared, hazard_ratios (of the trials in arms_compared) and trial_proportions.
    panels : name -> measure and outcomes.
    reports : code of a study -> what its rows are marked with.
    nested : outcome -> outcomes that it holds, for a line below its rows.

    Raises
    ------
    ProblemsFound : a panel that lacks its measure or its outcomes, or an outcome without a label.
    """
    measures, sets = labels(coded, "outcome_measures"), labels(coded, "analysis_sets")
    _refuse(panels, measures)
    parts = []
    for name, entry in panels.items():
        table = of_whole_trial(_ratios(derived, entry["measure"]))
        groups = []
        for outcome in entry["outcomes"]:
            rows = table[table["outcome"] == outcome]
            lines = [_row(row, sets, reports) for row in rows.to_dict("records")]
            lines += _wider_as_reported(rows, reports)
            if outcome in nested and lines:
                lines += nested_counts(
                    derived["trial_proportions"], outcome, nested[outcome], measures, reports
                )
            groups.append((measures[outcome], lines))
        parts.append(grouped(groups).assign(panel=name, measure=entry["measure"]))
    return pd.concat(parts, ignore_index=True)


def _refuse(panels: Mapping[str, Mapping], measures: Mapping[str, str]) -> None:
    problems = []
    for name, entry in panels.items():
        place = f"rows_options.panels.{name}"
        if {*entry} != ENTRIES:
            problems.append(Problem(FILE, place, "", ", ".join(entry), ", ".join(sorted(ENTRIES))))
        for outcome in entry.get("outcomes", ()):
            if outcome not in measures:
                known = "a code of outcome_measures.csv"
                problems.append(Problem(FILE, place, "outcomes", repr(outcome), known))
    if problems:
        raise ProblemsFound(problems)


def _ratios(derived: Tables, measure: str) -> pd.DataFrame:
    return _hazards(derived) if measure == HAZARD else _risks(derived["arms_compared"], measure)


def _risks(compared: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The ratio of each comparison beside its risk difference."""
    found = compared[compared["measure"] == DIFFERENCE]
    columns = dict(zip(("estimate", "low", "high"), DIFFERENCES, strict=True))
    difference = found[[*COMPARISON, *columns, "method"]].rename(
        columns=columns | {"method": "difference_method"}
    )
    rows = compared[compared["measure"] == measure].merge(
        difference, on=COMPARISON, how="left", validate="1:1"
    )
    ratio = f"{measure.replace('_', ' ')} " + rows["method"]
    return rows.assign(interval=ratio + ", difference " + rows["difference_method"])


def _hazards(derived: Tables) -> pd.DataFrame:
    """Reported hazard ratios of the trials compared, with their intervals at 95%."""
    rows = derived["hazard_ratios"]
    rows = rows[rows["study_id"].isin(derived["arms_compared"]["study_id"])]
    level = rows["level_percent"].astype(float)
    words = level.map(lambda percent: f"hazard ratio reported at {percent:g}%, converted to 95%")
    return rows.assign(
        reported_low=rows["low"],
        reported_high=rows["high"],
        low=rows["low_95"],
        high=rows["high_95"],
        interval=words.mask(level == SHOWN_LEVEL, "hazard ratio as reported"),
    )


def _row(row: dict, sets: Mapping[str, str], reports: Mapping[str, str]) -> dict:
    further = {name: row.get(name) for name in (*DIFFERENCES, "interval")}
    return compared_row(row, _label(row, sets, reports)) | further


def _label(row: Mapping, sets: Mapping[str, str], reports: Mapping[str, str]) -> str:
    return ", ".join([sets[row["analysis_set"]], *_report(row, reports)])


def _report(row: Mapping, reports: Mapping[str, str]) -> list[str]:
    return [reports[row["study_id"]]] if row["study_id"] in reports else []


def _wider_as_reported(rows: pd.DataFrame, reports: Mapping[str, str]) -> list[dict]:
    """A line for each ratio whose interval includes 1 at the level reported, but not at 95%."""
    if "reported_low" not in rows:
        return []
    includes = (rows["reported_low"] <= 1) & (rows["reported_high"] >= 1)
    hidden = includes & ~((rows["low"] <= 1) & (rows["high"] >= 1))
    return [
        {
            "row_type": "text",
            "label": (
                f"{', '.join([*_report(row, reports), 'as reported'])}: {row['reported_low']:.2f} "
                f"to {row['reported_high']:.2f} at {float(row['level_percent']):g}%, includes 1"
            ),
            "sources": row["sources"],
        }
        for row in rows[hidden].to_dict("records")
    ]
