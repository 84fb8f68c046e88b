"""The figures of the review itself: drawn from its own tables, readable, each mark with its
sources.
"""

import pytest

from evidence.figures.canvas.style import style
from evidence.review.core.open_review import open_review
from evidence.review.core.project import find_project
from tests.unit.figures import proof_reading as proof
from tests.unit.figures.proof_reading import drawn_as

# kinds with headings or pools among their rows, whose sources are elsewhere or derived
WITH_RESULTS = ("forest", "forest_panels", "leave_one_out", "specification_curve", "gosh")
FIGURES = open_review(find_project().root).figures
FROM_CODED = [name for name, spec in FIGURES.items() if spec.kind not in WITH_RESULTS]


@pytest.fixture(scope="module")
def review():
    return open_review(find_project().root)


def rows_of(review, name):
    return review.figures[name].frame(review.coded, review.derived)


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("palette", ["colour", "grey"])
def test_each_figure_reads_at_its_final_size(name, palette, review):
    spec = review.figures[name]
    with style(palette=palette) as figure_style:
        figure = figure_style.figure("double")
        spec.module.draw(figure, rows_of(review, name), **spec.draw_options())
        assert proof.problems(figure) == []
    assert len(figure.texts) > 5


@pytest.mark.parametrize("name", FROM_CODED)
def test_every_row_that_says_something_names_coded_rows_that_exist(name, review):
    rows = rows_of(review, name)
    silent = rows["count"].eq(0) if "count" in rows else rows["sources"].isna()
    named = {key for cell in rows.loc[~silent, "sources"] for key in cell.split()}
    assert named and rows.loc[~silent, "sources"].str.len().gt(0).all()
    tables = {name: set(frame.iloc[:, 0].astype(str)) for name, frame in review.coded.items()}
    tables["cases"] = set(review.derived["cases"]["patient_id"])  # why an outcome does not apply
    assert {
        key for key in named if key.split(":", 1)[1] not in tables[key.split(":", 1)[0]]
    } == set()


def test_the_level_below_the_threshold_is_drawn_as_detected(review):
    rows = rows_of(review, "mrd_trajectories")
    low = rows[(rows["scale"] == "share") & (rows["value"] < 1e-4)]
    assert low["label"].tolist() == ["2.68×10⁻⁵"] and low["state"].tolist() == ["level"]


def test_one_negative_result_has_a_limit_and_the_others_say_that_none_is_stated(review):
    rows = rows_of(review, "mrd_trajectories")
    negative = rows[rows["state"] == "not_detected"]
    limits = negative["sensitivity"].dropna()
    assert limits.tolist() == [1e-6] and len(negative) > 1
    with style() as figure_style:
        figure = review.figures["mrd_trajectories"].module.draw(figure_style.figure("double"), rows)
    written = [text.get_text() for text in drawn_as(figure, "level")]
    assert written.count("< 10⁻⁶") == 1 and written.count("?") == len(negative) - 1


def test_each_patient_has_a_lane_that_begins_at_the_first_dose(review):
    coded, rows = review.coded, rows_of(review, "swimmer")
    assert set(rows["lane"]) == set(coded["patients"]["label"])
    doses = rows[(rows["row_type"] == "event") & (rows["kind"] == "dose")].groupby(
        "lane", sort=False
    )
    assert (doses["day_low"].min() == 0).all() and (
        doses["step"].idxmin() == doses["day_low"].idxmin()
    ).all()


def test_disease_that_progressed_outside_the_marrow_is_not_hidden_by_a_marrow_remission(review):
    rows = rows_of(review, "swimmer")
    first = (
        rows[(rows["lane"] == "Bertamini 2018, case 1") & (rows["row_type"] == "response")]
        .sort_values("step", kind="stable")
        .drop_duplicates("kind")
        .set_index("kind")["result"]
    )
    assert first.to_dict() == {"marrow": "absent", "mrd": "present", "extramedullary": "present"}


def test_every_figure_has_its_reason_in_one_line():
    assert {name for name, spec in FIGURES.items() if not spec.reason} == set()
    assert all("\n" not in spec.reason for spec in FIGURES.values())
