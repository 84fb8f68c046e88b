"""The clinical figures of the review itself: drawn from its own tables, readable, each mark with
its sources.
"""

import pytest

from evidence.audit.claims.verdicts import claim_verdicts
from evidence.domains.haematology.summary.sequence_words import SEQUENCE
from evidence.domains.haematology.summary.timeline_words import TIMELINE, TIMELINE_KINDS
from evidence.figures import mrd as mrd_trajectories
from evidence.figures import swimmer
from evidence.figures.canvas.style import style
from evidence.figures.overview import (
    citation_network,
    evidence_map,
    patient_timeline,
    prisma,
    reporting_map,
    treatment_sequence,
)
from evidence.figures.overview import claim_verdicts as claims_verdict
from evidence.figures.risk_of_bias import summary as appraisal_summary
from evidence.figures.risk_of_bias import traffic_light as appraisal
from evidence.review.core.definitions import definitions_for
from evidence.review.core.open_review import Derived
from evidence.review.core.project import find_project, read_project
from evidence.summary.figure_rows.appraisal import appraisal_rows
from evidence.summary.figure_rows.citation_network import citation_rows
from evidence.summary.figure_rows.claims_by_verdict import claim_rows
from evidence.summary.figure_rows.evidence_map import reporting_map_rows, study_map_rows
from evidence.summary.figure_rows.mrd import mrd_rows
from evidence.summary.figure_rows.patient_timeline import timeline_rows
from evidence.summary.figure_rows.report_flow import flow_rows
from evidence.summary.figure_rows.swimmer import swimmer_rows
from evidence.summary.figure_rows.treatment_sequence import sequence_rows
from tests.unit.figures import proof_reading as proof
from tests.unit.figures.proof_reading import drawn_as


@pytest.fixture(scope="module")
def review():
    coded = read_project(find_project())
    return coded, Derived(coded, definitions_for(coded.settings))


FIGURES = {
    "swimmer": (swimmer, swimmer_rows, {"break_day": 56}),
    "mrd": (mrd_trajectories, mrd_rows, {}),
    "sequence": (treatment_sequence, lambda coded, derived: sequence_rows(coded, SEQUENCE), {}),
    "reports": (reporting_map, reporting_map_rows, {}),
    "studies": (
        evidence_map,
        lambda coded, derived: study_map_rows(coded),
        {"unit": "study populations"},
    ),
    "timelines": (
        patient_timeline,
        lambda coded, derived: timeline_rows(coded, derived, TIMELINE),
        {"kinds": TIMELINE_KINDS},
    ),
    "citations": (citation_network, lambda coded, derived: citation_rows(coded), {}),
    "claims": (claims_verdict, lambda coded, derived: claim_rows(coded, claim_verdicts(coded)), {}),
    "flow": (
        prisma,
        lambda coded, derived: flow_rows(coded, derived["single_arm"], "cr_or_cri"),
        {},
    ),
    "cases appraised": (
        appraisal,
        lambda coded, derived: appraisal_rows(coded, "jbi_case_report"),
        {"instrument": "jbi_case_report"},
    ),
    "cases appraised by item": (
        appraisal_summary,
        lambda coded, derived: appraisal_rows(coded, "murad"),
        {"instrument": "murad"},
    ),
    "trial appraised": (
        appraisal,
        lambda coded, derived: appraisal_rows(coded, "rob2"),
        {"instrument": "rob2"},
    ),
}


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("palette", ["colour", "grey"])
def test_each_figure_reads_at_its_final_size(name, palette, review):
    kind, build, options = FIGURES[name]
    rows = build(*review)
    with style(palette=palette) as figure_style:
        figure = kind.draw(figure_style.figure("double"), rows, **options)
        assert proof.problems(figure) == []
    assert len(figure.texts) > 5


@pytest.mark.parametrize("name", FIGURES)
def test_every_row_that_says_something_names_coded_rows_that_exist(name, review):
    coded, derived = review
    rows = FIGURES[name][1](*review)
    silent = rows["count"].eq(0) if "count" in rows else rows["sources"].isna()
    named = {key for cell in rows.loc[~silent, "sources"] for key in cell.split()}
    assert named and rows.loc[~silent, "sources"].str.len().gt(0).all()
    tables = {name: set(frame.iloc[:, 0].astype(str)) for name, frame in coded.items()}
    tables["cases"] = set(derived["cases"]["patient_id"])  # why an outcome does not apply
    assert {
        key for key in named if key.split(":", 1)[1] not in tables[key.split(":", 1)[0]]
    } == set()


def test_the_level_below_the_threshold_is_drawn_as_detected(review):
    rows = mrd_rows(*review)
    low = rows[(rows["scale"] == "share") & (rows["value"] < 1e-4)]
    assert low["label"].tolist() == ["2.68×10⁻⁵"] and low["state"].tolist() == ["level"]


def test_one_negative_result_has_a_limit_and_the_others_say_that_none_is_stated(review):
    rows = mrd_rows(*review)
    negative = rows[rows["state"] == "not_detected"]
    limits = negative["sensitivity"].dropna()
    assert limits.tolist() == [1e-6] and len(negative) > 1
    with style() as figure_style:
        figure = mrd_trajectories.draw(figure_style.figure("double"), rows)
    written = [text.get_text() for text in drawn_as(figure, "level")]
    assert written.count("< 10⁻⁶") == 1 and written.count("?") == len(negative) - 1


def test_each_patient_has_a_lane_that_begins_at_the_first_dose(review):
    coded, _ = review
    rows = swimmer_rows(*review)
    assert list(dict.fromkeys(rows["lane"])) == coded["patients"]["label"].tolist()
    doses = rows[(rows["row_type"] == "event") & (rows["kind"] == "dose")].groupby(
        "lane", sort=False
    )
    assert (doses["day_low"].min() == 0).all() and (
        doses["step"].idxmin() == doses["day_low"].idxmin()
    ).all()


def test_disease_that_progressed_outside_the_marrow_is_not_hidden_by_a_marrow_remission(review):
    rows = swimmer_rows(*review)
    first = (
        rows[(rows["lane"] == "Bertamini 2018, case 1") & (rows["row_type"] == "response")]
        .sort_values("step", kind="stable")
        .drop_duplicates("kind")
        .set_index("kind")["result"]
    )
    assert first.to_dict() == {"marrow": "absent", "mrd": "present", "extramedullary": "present"}
