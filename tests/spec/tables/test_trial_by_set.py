"""A randomised trial by analysis set: which results make a row, and what each row shows."""

import pandas as pd
import pytest

from evidence.tables.manuscript.randomised_trial import trial_by_set

NB = "\u00a0"
ARMS = pd.DataFrame(
    [
        ("new", "xylose", "arm"),
        ("old", "standard", "arm"),
        ("part", "xylose", "subgroup"),
        ("third", "placebo", "arm"),
    ],
    columns=["arm_id", "agent", "kind"],
)
STUDIES = pd.DataFrame(
    [("alder", "trial", "alder_2020"), ("birch", "trial", "birch_2021"),
     ("cedar", "other", "cedar_2022"), ("dogwood", "trial", "dogwood_2023")],
    columns=["study_id", "family_id", "document_id"],
)  # fmt: skip
CODED = {
    "arms": ARMS,
    "studies": STUDIES,
    "outcome_measures": pd.DataFrame({"code": ["cr", "os"], "label": ["Remission", "Survival"]}),
    "analysis_sets": pd.DataFrame({"code": ["all", "first"], "label": ["All", "First"]}),
}


def arm(arm_id: str, events: int, **cells: object) -> dict:
    return {
        "study_id": "alder",
        "arm_id": arm_id,
        "measure": "cr",
        "analysis_set": "all",
        "time_point_as_reported": "",
        "events": events,
        "n": 50,
        "clopper_pearson_low": 0.1003,
        "clopper_pearson_high": 0.3372,
        "numerator_basis": "reported",
        "sources": f"outcomes:{arm_id}",
        **cells,
    }


def effect(measure: str, estimate: float, low: float, high: float, study: str = "alder") -> dict:
    return {"study_id": study, "outcome": "cr", "analysis_set": "all", "measure": measure,
            "estimate": estimate, "low": low, "high": high}  # fmt: skip


def hazard(**cells: object) -> dict:
    return {
        "study_id": "alder",
        "outcome": "os",
        "analysis_set": "all",
        "comparator_arm_id": "old",
        "estimate": 0.77,
        "low": 0.58,
        "high": 1.03,
        "low_95": 0.602,
        "high_95": 0.986,
        "level_percent": 95.0,
        "sources": "effects:e",
        **cells,
    }


COMPARED = [
    effect("risk_ratio", 1.346, 0.826, 2.204),
    effect("risk_difference", 0.07781, -0.0512, 0.2004),
    effect("risk_ratio", 1.0, 0.9, 1.1, "birch"),
]


def rows(arms: list[dict], hazards: list[dict] = (), compared: list[dict] = COMPARED) -> list:
    derived = {
        "trial_proportions": pd.DataFrame(arms, columns=list(arm("new", 0))),
        "arms_compared": pd.DataFrame(compared),
        "hazard_ratios": pd.DataFrame(hazards, columns=list(hazard())),
    }
    table = trial_by_set(
        CODED,
        derived,
        title="A trial",
        family="trial",
        arms={"a": "Xylose", "b": "Standard"},
        agents={"a": "xylose", "b": "standard"},
    )
    heads = [(column.heading, column.align, column.group) for column in table.columns[2:4]]
    assert heads == [(name, "right", "n/N (%) [95% CI]") for name in ("Xylose", "Standard")]
    assert (table.name, table.title, table.landscape) == ("trial_by_set", "A trial", True)
    return [(row.cells, row.sources, row.group) for row in table.rows]


SHOWN = f"10/50{NB}(20.0){NB}[10.0–33.7]"
RATIO, DIFFERENCE = f"1.35{NB}[0.83–2.20]", f"7.8{NB}[−5.1{NB}to{NB}20.0]"


def test_both_arms_of_a_set_make_one_row_with_ratio_and_difference() -> None:
    [row] = rows([arm("new", 10), arm("old", 20)])
    assert row == (
        (
            "Remission",
            "All",
            SHOWN,
            f"20/50{NB}(40.0){NB}[10.0–33.7]",
            RATIO,
            DIFFERENCE,
            "@[alder_2020]",
        ),
        "outcomes:new outcomes:old",
        "Proportions",
    )


def test_one_arm_alone_has_no_ratio() -> None:
    [(cells, sources, _)] = rows([arm("old", 10, numerator_basis="inferred")])
    assert cells[2:6] == ("—", SHOWN + "†", "—", "—")
    assert sources == "outcomes:old"


def test_a_set_without_a_comparison_has_no_ratio() -> None:
    both = [arm("new", 10, analysis_set="first"), arm("old", 10, analysis_set="first")]
    [(cells, _, _)] = rows(both)
    assert cells[1:6] == ("First", SHOWN, SHOWN, "—", "—")


@pytest.mark.parametrize(
    ("cells", "count"),
    [
        ({}, 1),
        ({"arm_id": "part"}, 0),  # part of an arm
        ({"arm_id": "third"}, 0),  # an arm that the table has no column for
        ({"analysis_set": "subgroup_of_all"}, 0),
        ({"study_id": "birch"}, 1),
        ({"study_id": "cedar"}, 0),  # another trial
        ({"study_id": "dogwood"}, 0),  # of the trial, but its arms were not compared
    ],
)
def test_whole_sets_of_the_arms_of_the_trial_are_shown(cells: dict, count: int) -> None:
    assert len(rows([arm("new", 10) | cells])) == count


def test_times_are_rows_of_their_own_and_outcomes_stay_together() -> None:
    found = rows(
        [
            arm("new", 10),
            arm("new", 10, measure="os"),
            arm("new", 10, time_point_as_reported="day 28"),
        ]
    )
    assert [cells[:2] for cells, _, _ in found] == [
        ("Remission", "All"),
        ("Remission", f"All, day{' '}28"),
        ("Survival", "All"),
    ]


@pytest.mark.parametrize(
    ("level", "note"),
    [
        (95.0, ""),
        (float("nan"), ""),
        (97.5, f"; reported at 97.5%: 0.77{NB}[0.58–1.03]"),
    ],
)
def test_a_hazard_ratio_has_its_95_and_its_reported_limits(level: float, note: str) -> None:
    [row] = rows([], [hazard(level_percent=level)])
    cells = ("Survival", "All", "—", "—", f"HR 0.77{NB}[0.60–0.99]{note}", "—", "@[alder_2020]")
    assert row == (cells, "effects:e", "Time to event")


def test_only_hazard_ratios_against_the_comparator_are_shown_wherever_they_are() -> None:
    found = rows(
        [],
        [
            hazard(comparator_arm_id="third", sources="effects:no"),
            hazard(sources="effects:1"),
            hazard(comparator_arm_id="unknown", sources="effects:no"),
            hazard(analysis_set="subgroup", sources="effects:no"),
            hazard(study_id="cedar", sources="effects:no"),
            hazard(outcome="pfs", analysis_set="first", sources="effects:2"),
        ],
    )
    assert [(cells[0], sources) for cells, sources, _ in found] == [
        ("Survival", "effects:1"),
        ("pfs", "effects:2"),
    ]
