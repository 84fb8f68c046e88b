"""Counts and medians that sentences are made of: which rows count and are named as sources."""

import pandas as pd
import pytest

from evidence.coded.settings import Index
from evidence.summary.results.cases import AGE, Counts, Figure, State, case_counts, case_medians
from evidence.summary.results.counts import dose_marks
from evidence.summary.results.inventory import COUNTED, inventory


def doses(*rows: tuple[str, str]) -> pd.Series:
    frame = pd.DataFrame(rows, columns=["compared_with_label", "agent"])
    return dose_marks(frame.assign(sources=[f"doses:d{n}" for n in range(len(rows))])).iloc[0]


def test_doses_are_counted_by_their_mark() -> None:
    row = doses(
        ("impossible", "radiotherapy"),
        ("as_label", "inotuzumab_ozogamicin"),
        ("off_schedule", "inotuzumab_ozogamicin"),
        ("absolute_dose", "inotuzumab_ozogamicin"),
        ("impossible", "total_body_irradiation"),
        ("impossible", "radiotherapy"),
        ("not_reported", "cyclophosphamide"),
        ("above_label", "cyclophosphamide"),
    )
    assert row.to_dict() == {
        "count": 6,
        "impossible": 3,
        "above_label": 1,
        "off_schedule": 1,
        "absolute_dose": 1,
        "impossible_agents": "radiotherapy; total body irradiation",
        "sources": "doses:d0 doses:d2 doses:d3 doses:d4 doses:d5 doses:d7",
    }


def test_no_dose_is_marked() -> None:
    row = doses(("as_label", "inotuzumab_ozogamicin"))
    assert row[["count", "impossible_agents", "sources"]].tolist() == [0, "", ""]


INDEX = Index("inotuzumab_ozogamicin", "inotuzumab ozogamicin", "inotuzumab")
COUNTS = Counts(
    states=(State("Mutation", "mutation", "positive", "negative"), State("Pain", "pain")),
    figures=(
        AGE,
        Figure("Relapses before {index}", "relapses_before_index"),
        Figure("Lines of therapy before {index}", "prior_lines", derived=True),
    ),
)


def cases(**columns: list) -> pd.DataFrame:
    ages = {"age_low_years": 40, "age_high_years": 40, "age_basis": "reported"}
    figures = {"relapses_before_index": "1", "prior_lines": 1}
    frame = pd.DataFrame({"patient_id": [*"pqrs"]}).assign(**ages, **figures)
    return frame.assign(mutation="not_reported", pain="not_reported").assign(**columns)


@pytest.mark.parametrize("state", COUNTS.states)
def test_every_item_counts_its_answer(state: State) -> None:
    patients = cases(**{state.column: [state.yes, state.no, state.yes, "other"]})
    counts = case_counts(patients, COUNTS, INDEX).set_index("item")
    assert counts.loc[state.item, ["yes", "reported", "not_reported"]].tolist() == [2, 3, 1]
    assert counts["yes"].sum() == 2


def test_medians_with_their_range() -> None:
    patients = cases(
        age_basis=["reported", "derived", "not_reported", "not_reported"],
        age_low_years=[40, 20, None, None],
        age_high_years=[40, 21, None, None],
        relapses_before_index=["2", "not_reported", "1", "not_reported"],
        prior_lines=[1, 5, 3, None],
    ).head(3)
    found = case_medians(patients, COUNTS, INDEX).set_index("item")
    assert [*found.index] == [
        "Age at first inotuzumab, years",
        "Relapses before inotuzumab",
        "Lines of therapy before inotuzumab",
    ]
    columns = ["median", "lowest", "highest", "reported", "not_reported", "derived"]
    assert found[columns].values.tolist() == [
        [30.25, 20.5, 40, 2, 1, 1],
        [1.5, 1, 2, 2, 1, 0],
        [3, 1, 5, 3, 0, 3],
    ]
    assert set(found["sources"]) == {"cases:p cases:q cases:r"}


def test_the_inventory_counts_distinct_keys() -> None:
    coded = {
        table: pd.DataFrame({column: ["a", "a", "b"]}) for table, column, _ in COUNTED.values()
    }
    coded["documents"] = pd.DataFrame({"document_id": [*"abc"], "role": ["report", "x", "report"]})
    coded["doses"] = coded["doses"].assign(agent=["x", "inotuzumab_ozogamicin", "x"])
    found = inventory(coded, INDEX).set_index("item")
    assert found.loc["reports", ["count", "sources"]].tolist() == [2, "documents:a documents:c"]
    assert found.loc["doses of inotuzumab", ["count", "sources"]].tolist() == [1, "doses:a"]
    cited = found.loc["documents cited"]
    assert cited.tolist() == [2, "citations", "documents:a documents:b"]
    others = found.drop(["reports", "doses of inotuzumab"])
    assert set(others["count"]) == {2}
    tables = "documents patients citations therapies doses assessments events laboratory timeline"
    assert found["table"].tolist() == [
        *tables.split(),
        *("claims", "studies", "families", "outcomes", "effects"),
    ]


def test_what_there_is_none_of_is_not_in_the_inventory() -> None:
    coded = {table: pd.DataFrame({column: []}) for table, column, _ in COUNTED.values()}
    coded["documents"] = pd.DataFrame({"document_id": ["a"], "role": ["report"]})
    coded["doses"] = pd.DataFrame({"dose_id": [], "agent": []})
    assert inventory(coded, INDEX)["item"].tolist() == ["reports"]
