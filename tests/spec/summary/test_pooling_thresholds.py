"""How many populations are pooled, and from how many a prediction interval is shown."""

import pandas as pd
import pytest

from evidence.summary.figure_rows.forest import NothingPooled, pooled_rows
from evidence.summary.results.pool_choices import Further
from evidence.summary.results.pooled import pooled_proportions

CODED = {
    "populations": pd.DataFrame({"code": ["adults"], "label": ["Adults"]}),
    "outcome_measures": pd.DataFrame({"code": ["cr"], "label": ["CR"]}),
}


def populations(count: int, exclusion: str = "none") -> pd.DataFrame:
    """So many populations of 20 patients, of whom 5 or 15 responded: they differ."""
    return pd.DataFrame(
        {
            "outcome": "cr",
            "counted_as": "cr",
            "population": "adults",
            "design": "single_arm",
            "numerator_basis": "reported",
            "study_label": [f"Study {number}" for number in range(count)],
            "family_id": [f"f{number}" for number in range(count)],
            "exclusion": exclusion,
            "primary": "yes" if exclusion == "none" else "no",
            "events": [5 + 10 * (number % 2) for number in range(count)],
            "n": 20,
            "proportion": 0.5,
            "clopper_pearson_low": 0.27,
            "clopper_pearson_high": 0.73,
            "sources": [f"pool_rows:p{number}" for number in range(count)],
        }
    )


def primary(rows: pd.DataFrame) -> pd.Series:
    return pooled_proportions(rows).set_index("specification").loc["primary"]


@pytest.mark.parametrize(("count", "pooled"), [(2, False), (3, True), (4, True)])
def test_three_populations_are_pooled_and_two_are_not(count: int, pooled: bool) -> None:
    assert ("cr" in set(pooled_proportions(populations(count))["outcome"])) is pooled


def test_a_figure_of_two_populations_pooled_is_refused_in_a_sentence() -> None:
    rows = populations(2)
    with pytest.raises(NothingPooled, match=r"cr: found 2 populations .* allowed: at least 3"):
        pooled_rows(CODED, rows, pooled_proportions(rows), "cr")


@pytest.mark.parametrize(
    ("count", "stability"),
    [
        (4, "not_shown"),
        (5, "unstable"),
        (9, "unstable"),
        (10, "stable"),
    ],
)
def test_a_prediction_interval_is_shown_from_five_and_stable_from_ten(
    count: int, stability: str
) -> None:
    rows = populations(count)
    assert primary(rows)["stability"] == stability
    drawn = pooled_rows(CODED, rows, pooled_proportions(rows), "cr")
    predictions = drawn[drawn["row_type"] == "prediction"]
    notes = [] if predictions.empty else predictions["note"].tolist()
    rule = "t distribution, k − 1 degrees of freedom"
    shown = {"not_shown": [], "unstable": [f"{rule}; unstable"], "stable": [rule]}
    assert notes == shown[stability]


def test_a_prediction_interval_that_equals_the_confidence_interval_is_not_drawn() -> None:
    alike = populations(5).assign(events=10)
    drawn = pooled_rows(CODED, alike, pooled_proportions(alike), "cr")
    assert primary(alike)["stability"] == "unstable"
    assert drawn["row_type"].tolist() == ["subgroup", *["study"] * 5, "summary", "text"]


@pytest.mark.parametrize(
    ("events", "note"),
    [([10, 10, 10, 10], "tau2 at 0"), ([2, 6, 14, 18], "")],
)
def test_a_note_names_what_is_unusual_of_a_fit(events: list[int], note: str) -> None:
    assert primary(populations(4).assign(events=events))["note"] == note


@pytest.mark.parametrize(
    ("exclusion", "specification"),
    [
        ("inferred_denominator", "with inferred denominators"),
        ("randomised_arm", "with a randomised arm"),
    ],
)
def test_an_excluded_population_counts_only_where_its_reason_is_let_in(
    exclusion: str, specification: str
) -> None:
    rows = pd.concat([populations(3), populations(1, exclusion)])
    further = [Further("with a randomised arm", ("randomised_arm",))]
    counts = pooled_proportions(rows, further).set_index("specification")["k"]
    assert counts.pop(specification) == 4
    assert set(counts) == {3}


def test_an_only_whole_number_counts_like_a_reported_numerator() -> None:
    rows = pd.concat([populations(3), populations(1, "only_whole_number")])
    counts = pooled_proportions(rows).set_index("specification")["k"]
    assert counts.pop("reported numerators only") == 3
    assert set(counts) == {4}


def test_other_reasons_are_never_let_in() -> None:
    rows = pd.concat([populations(3), populations(5, "same_patients")])
    assert set(pooled_proportions(rows)["k"]) == {3}


def test_every_specification_gives_an_estimate_near_the_events_over_the_patients() -> None:
    rows = pooled_proportions(populations(5).assign(events=[10, 11, 10, 11, 10]))  # 52 of 100
    assert len(rows) == 9
    assert rows["estimate"].between(0.50, 0.54).all()
    assert (rows["low"] < rows["estimate"]).all() and (rows["estimate"] < rows["high"]).all()
    assert set(rows["events"]) == {52} and set(rows["n"]) == {100}
    assert not rows["note"].str.contains("not fitted").any()
