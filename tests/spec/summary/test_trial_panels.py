"""Rows of the panels of a trial and of a harm by phase, from invented tables."""

import pandas as pd
import pytest

from evidence.coded.problems import ProblemsFound
from evidence.summary.figure_rows.by_phase import harm_by_phase
from evidence.summary.figure_rows.trial_panels import in_panels


def codes(**labels: str) -> pd.DataFrame:
    return pd.DataFrame({"code": labels.keys(), "label": labels.values()})


CODED = {
    "outcome_measures": codes(cr="CR", harm="Harm", early="Early harm", late="Late harm", os="OS"),
    "analysis_sets": codes(treated="Treated", all="All", subgroup_old="Old"),
}
PANELS = {
    "benefit": {"measure": "risk_ratio", "outcomes": ("cr",)},
    "harm": {"measure": "risk_ratio", "outcomes": ("harm",)},
    "survival": {"measure": "hazard_ratio", "outcomes": ("os",)},
}


def compared(measure: str, *values: float, **cells: object) -> dict:
    row = {"study_id": "t1", "outcome": "cr", "analysis_set": "all", "events": 30, "n": 40}
    row |= {"events_comparator": 15, "n_comparator": 40, "numerator_basis": "reported"}
    estimate, low, high = values
    row |= {"measure": measure, "method": f"method of {measure}", "sources": "outcomes:a"}
    return row | {"estimate": estimate, "low": low, "high": high} | cells


def counted(outcome_id: str, measure: str, events: int, n: int, **cells: object) -> dict:
    row = {"outcome_id": outcome_id, "study_id": "t1", "study_label": "Trial", "arm_id": "t1.new"}
    row |= {"measure": measure, "events": events, "n": n, "analysis_set": "treated"}
    row |= {"population": "adults", "proportion": events / n, "sources": f"outcomes:{outcome_id}"}
    return row | {"clopper_pearson_low": 0.0, "clopper_pearson_high": 1.0} | cells


PROPORTIONS = pd.DataFrame(
    [
        counted("a", "harm", 23, 164),
        counted("b", "harm", 3, 143, arm_id="t1.old"),
        counted("c", "early", 5, 164),
        counted("d", "late", 18, 79, analysis_set="transplanted"),
        counted("e", "late", 11, 58, analysis_set="subgroup_first"),
        counted("f", "harm", 4, 72, study_id="s", study_label="Series", arm_id="s.new")
        | {"population": "children"},
        counted("g", "early", 9, 9, study_id="z", study_label="Not counted", arm_id="z.new"),
    ]
)
DERIVED = {
    "arms_compared": pd.DataFrame(
        [
            compared("risk_ratio", 2.0, 1.3, 3.1),
            compared("risk_difference", 0.375, 0.16, 0.55),
            compared("risk_ratio", 6.7, 2.0, 21.8, outcome="harm", analysis_set="treated"),
            compared("risk_ratio", 9.0, 1.0, 99.0, analysis_set="subgroup_old"),
        ]
    ),
    "hazard_ratios": pd.DataFrame(
        {
            "study_id": ["t1", "t1", "other"],
            "outcome": "os",
            "analysis_set": "all",
            "estimate": [0.77, 0.75, 0.1],
            "low": [0.58, 0.57, 0.05],
            "high": [1.03, 0.99, 0.2],
            "level_percent": ["97.5", "95.0", "95.0"],
            "low_95": [0.60, 0.57, 0.05],
            "high_95": [0.99, 0.99, 0.2],
            "sources": ["effects:1", "effects:2", "effects:3"],
        }
    ),
    "trial_proportions": PROPORTIONS,
    "single_arm": pd.DataFrame(
        {
            "study_id": ["t1", "s", "z"],
            "outcome_id": ["a", "f", "g"],
            "outcome": ["harm", "harm", "cr"],
            "primary": ["no", "yes", "yes"],
            "exclusion": ["randomised_arm", "none", "none"],
        }
    ),
}


def panels(**options: object) -> pd.DataFrame:
    nested = {"harm": ("early", "late")}
    given = {"panels": PANELS, "reports": {"t1": "1801"}, "nested": nested}
    return in_panels(CODED, DERIVED, **given | options)


def test_ratios_are_in_the_panel_of_their_measure_with_their_difference() -> None:
    found = panels()
    assert found[["panel", "row_type", "label"]].values.tolist() == [
        ["benefit", "subgroup", "CR"],
        ["benefit", "study", "All, 1801"],
        ["harm", "subgroup", "Harm"],
        ["harm", "study", "Treated, 1801"],
        ["harm", "text", "1801: 23 = 5 Early harm (of 164) + 18 Late harm (of 79)"],
        ["survival", "subgroup", "OS"],
        ["survival", "study", "All, 1801"],
        ["survival", "study", "All, 1801"],
        ["survival", "text", "1801, as reported: 0.58 to 1.03 at 97.5%, includes 1"],
    ]
    assert found["measure"].tolist() == ["risk_ratio"] * 5 + ["hazard_ratio"] * 4
    cr = found.iloc[1]
    assert cr[["events", "n", "events_comparator", "n_comparator"]].tolist() == [30, 40, 15, 40]
    assert cr[["difference", "difference_low", "difference_high"]].tolist() == [0.375, 0.16, 0.55]
    assert cr["interval"] == (
        "risk ratio method of risk_ratio, difference method of risk_difference"
    )
    assert pd.isna(found.loc[3, "difference"])


def test_hazard_ratios_are_shown_at_95_percent_and_say_at_what_level_they_are_reported() -> None:
    found = panels().iloc[6:8]
    assert found[["estimate", "low", "high"]].values.tolist() == [
        [0.77, 0.60, 0.99],
        [0.75, 0.57, 0.99],
    ]
    assert found["interval"].tolist() == [
        "hazard ratio reported at 97.5%, converted to 95%",
        "hazard ratio as reported",
    ]


def test_parts_that_do_not_add_up_are_reported_beside_the_whole() -> None:
    short = PROPORTIONS.assign(events=PROPORTIONS["events"].replace(18, 17))
    found = in_panels(
        CODED,
        DERIVED | {"trial_proportions": short},
        PANELS,
        {"t1": "1801"},
        {"harm": ("early", "late")},
    )
    assert "23 reported beside 5 Early harm (of 164) + 17 Late harm" in found.loc[4, "label"]
    alone = PROPORTIONS[PROPORTIONS["measure"] != "early"]
    found = in_panels(CODED, DERIVED | {"trial_proportions": alone}, PANELS, {"t1": "x"}, {})
    assert "text" not in found.loc[found["panel"] == "harm", "row_type"].tolist()


def test_panels_that_cannot_be_are_said_all_at_once() -> None:
    with pytest.raises(ProblemsFound) as found:
        panels(panels={"a": {"outcomes": ("cr",)}, "b": PANELS["harm"] | {"outcomes": ("crr",)}})
    assert "panels.a" in str(found.value) and "'crr'" in str(found.value)


def test_a_harm_by_phase_in_the_arms_that_count_and_the_comparator() -> None:
    words = {"adults": "Adults", "children": "Children"}
    found = harm_by_phase(CODED, DERIVED, "harm", ("early", "late"), words, "standard")
    assert found[["row_type", "label", "population", "comparator"]].fillna("").values.tolist() == [
        ["subgroup", "Harm", "", ""],
        ["study", "Trial", "Adults", False],
        ["study", "Trial: standard", "Adults", True],
        ["study", "Series", "Children", False],
        ["text", "Trial: 23 = 5 Early harm (of 164) + 18 Late harm (of 79)", "", ""],
        ["subgroup", "Early harm", "", ""],
        ["study", "Trial", "Adults", False],
        ["subgroup", "Late harm", "", ""],
        ["study", "Trial", "Adults", False],
    ]
    assert found.loc[2, ["events", "n"]].tolist() == [3, 143]
    assert set(found["interval"].dropna()) == {"Clopper-Pearson, exact"}
