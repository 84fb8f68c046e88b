"""The trials as RevMan's four tables."""

from collections.abc import Iterator, Mapping

import pandas as pd

from evidence.coded.labels import labels
from evidence.exchange.revman.columns import (
    ARMS,
    FILES,
    INFORMATION,
    JUDGED,
    RATIOS,
    RESULTS,
    SUPPORTED,
)
from evidence.exchange.workbook.layout import coded_csv

Frames = Mapping[str, pd.DataFrame]
Row = dict[str, str]


def revman_files(coded: Frames) -> dict[str, str]:
    """The trials with two arms or more, in RevMan's four tables.

    Returns
    -------
    Text by name of the file. What is not reported is an empty cell.
    """
    arms = coded["arms"]
    trials = coded["studies"][
        coded["studies"]["study_id"].isin(arms.loc[arms["study_id"].duplicated(), "study_id"])
    ]
    names = dict(zip(trials["study_id"], trials["label"], strict=True))
    tables = {
        FILES[0]: (INFORMATION, map(_information, trials.to_dict("records"))),
        FILES[1]: (ARMS, _arms(coded, names)),
        FILES[2]: (RESULTS, [*_arm_results(coded, names), *_contrasts(coded, names)]),
        FILES[3]: _risk_of_bias(coded, trials),
    }
    return {
        name: coded_csv(header, ([row.get(column, "") for column in header] for row in rows))
        for name, (header, rows) in tables.items()
    }


def _information(study: Row) -> Row:
    return {
        "Study": study["label"],
        "Data source": "Published data only",
        "Char: Methods": study["design_as_reported"],
        "Char: Participants": f"{study['population_as_reported']}; n = {study['size_as_reported']}",
        "Char: Interventions": "; ".join(
            [study["schedule_as_reported"], study["comparator_as_reported"]]
        ),
        "Char: Notes": "; ".join(filter(None, [study["trial_identifier"], study["note"]])),
    }


def _arms(coded: Frames, names: Mapping[str, str]) -> Iterator[Row]:
    agents = labels(coded, "agents")
    for arm in coded["arms"].to_dict("records"):
        if arm["study_id"] in names:
            yield {
                "Study": names[arm["study_id"]],
                "Arm": arm["label"],
                "Description": arm["note"],
                "Intervention": agents.get(arm["agent"], arm["agent"]),
            }


def _outcome_name(coded: Frames, measure: str, analysis_set: str) -> str:
    sets = labels(coded, "analysis_sets")
    name = labels(coded, "outcome_measures").get(measure, measure)
    return f"{name}, {sets.get(analysis_set, analysis_set)}"


def _arm_results(coded: Frames, names: Mapping[str, str]) -> Iterator[Row]:
    """Numerators and denominators, a row per arm."""
    arms = labels({"arms": coded["arms"].rename(columns={"arm_id": "code"})}, "arms")
    rows = coded["outcomes"].dropna(subset=["events", "n"])
    for row in rows[rows["study_id"].isin([*names])].to_dict("records"):
        yield {
            "Study": names[row["study_id"]],
            "Outcome": _outcome_name(coded, row["measure"], row["analysis_set"]),
            "Data type": "Dichotomous",
            "Arm": arms.get(row["arm_id"], row["arm_id"]),
            "Sample size": str(row["n"]),
            "Cases": str(row["events"]),
            "Footnotes": "" if row["numerator_basis"] == "reported" else "numerator worked out",
        }


def _contrasts(coded: Frames, names: Mapping[str, str]) -> Iterator[Row]:
    """Ratios with their intervals, as reported."""
    arms = labels({"arms": coded["arms"].rename(columns={"arm_id": "code"})}, "arms")
    effects = coded["effects"]
    known = effects["study_id"].isin([*names]) & effects["effect_measure"].isin([*RATIOS])
    for row in effects[known].to_dict("records"):
        level = row["level_percent"]
        yield {
            "Study": names[row["study_id"]],
            "Outcome": _outcome_name(coded, row["outcome"], row["analysis_set"]),
            "Data type": "Dichotomous",
            "Effect measure": RATIOS[row["effect_measure"]],
            "Arm": arms.get(row["arm_id"], row["arm_id"]),
            "Reference arm": arms.get(row["comparator_arm_id"], row["comparator_arm_id"]),
            "CI level": "" if pd.isna(level) else f"{float(level):g}",
            "Exp mean": row["estimate_as_reported"],
            "Exp CI start": row["low_as_reported"],
            "Exp CI end": row["high_as_reported"],
            "P value": row["p_as_reported"],
        }


def _risk_of_bias(coded: Frames, trials: pd.DataFrame) -> tuple[tuple[str, ...], list[Row]]:
    """A row per trial, two columns per domain that a judgement was made on."""
    items, words = labels(coded, "appraisal_items"), labels(coded, "appraisal_judgements")
    rows, header = [], {"Study": ""}
    for study in trials.to_dict("records"):
        made = coded["appraisal"][coded["appraisal"]["document_id"] == study["document_id"]]
        if made.empty:
            continue
        row = {"Study": study["label"]}
        for judgement in made.to_dict("records"):
            item = items.get(judgement["item"], judgement["item"])
            row[JUDGED + item] = words.get(judgement["judgement"], judgement["judgement"])
            row[SUPPORTED + item] = judgement["reason"]
        header |= dict.fromkeys(row, "")
        rows.append(row)
    return tuple(header), rows
