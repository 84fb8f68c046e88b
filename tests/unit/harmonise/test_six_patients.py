"""The six patients' answers, by compartment: what a haematologist would say after reading the
reports.
"""

from pathlib import Path

import pytest

from evidence.review.core.open_review import open_review

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def tables():
    return open_review(ROOT)


@pytest.fixture(scope="module")
def responses(tables):
    return tables["responses"].set_index(["patient_id", "evaluation", "compartment"])


ANSWERS = [
    # Partial response is the author's word for 30% blasts; complete remission for a marrow with 1%
    # by flow.
    ("di_palma_1", 1, "integrated", "no_remission_marrow"),
    ("di_palma_1", 2, "mrd", "failure"),
    ("di_palma_1", 2, "integrated", "no_remission_mrd_at_least_1_percent"),
    ("di_palma_1", 4, "mrd", "negative_sensitivity_not_stated"),
    # 3% blasts before the first dose: only MRD can answer; 2.68e-5 is detected.
    ("huang_1", 1, "marrow", "not_evaluable_marrow_below_5_percent_at_baseline"),
    ("huang_1", 1, "mrd", "positive_below_1e_4"),
    ("bondarenko_1", 1, "marrow", "remission_morphological"),
    ("bondarenko_1", 1, "mrd", "negative_sensitivity_not_stated"),
    ("bondarenko_1", 1, "integrated", "remission_counts_not_reported"),
    # Marrow clear, disease elsewhere.
    ("lattupally_1", 2, "extramedullary", "relapse"),
    ("lattupally_1", 2, "cns", "relapse"),
    ("lattupally_1", 2, "integrated", "no_remission_extramedullary_disease"),
    ("lattupally_1", 5, "mrd", "complete_response"),
    # Marrow CR with MRD 1e-3 while PET shows new lesions is no remission; the next course clears
    # both.
    ("bertamini_1", 1, "marrow", "remission_morphological"),
    ("bertamini_1", 1, "mrd", "failure"),
    ("bertamini_1", 1, "integrated", "no_remission_extramedullary_disease"),
    ("bertamini_1", 2, "extramedullary", "complete_metabolic_response"),
    ("bertamini_1", 2, "mrd", "negative_sensitivity_not_stated"),
    # In marrow CR when inotuzumab began: "CR 6 of 6" would be illegitimate.
    ("bertamini_2", 2, "marrow", "not_evaluable_marrow_below_5_percent_at_baseline"),
    ("bertamini_2", 2, "mrd", "positive_not_comparable"),
    ("bertamini_2", 2, "extramedullary", "partial_metabolic_response"),
    ("bertamini_2", 2, "integrated", "no_remission_extramedullary_disease"),
]


@pytest.mark.parametrize(("patient", "evaluation", "compartment", "answer"), ANSWERS)
def test_response(responses, patient, evaluation, compartment, answer):
    assert responses.loc[(patient, evaluation, compartment), "response"] == answer


def test_the_authors_term_stands_beside_the_rule(responses):
    row = responses.loc[("di_palma_1", 2, "integrated")]
    assert "complete hematological remission" in row["author_term"]
    assert row["rule"] == "ELN 2024"


@pytest.mark.parametrize(
    ("patient", "evaluable"),
    [
        ("di_palma_1", "yes"),  # 30% after the first dose, called a partial response
        ("huang_1", "no"),
        ("bondarenko_1", "yes"),
        ("lattupally_1", "not_reported"),
        ("bertamini_1", "not_reported"),  # blasts in blood, no marrow before the first dose
        ("bertamini_2", "no"),
    ],
)
def test_marrow_evaluable_at_baseline(responses, patient, evaluable):
    assert responses.loc[(patient, 1, "marrow"), "evaluable_at_baseline"] == evaluable


IN_MARROW = {"yes": {"marrow_relapse"}, "no": {"mrd_only", "extramedullary"}}
NOT_SAID = {"cns_and_extramedullary", "blood_and_extramedullary"}


def test_disease_status_agrees_with_the_marrow_before_the_first_dose(tables, responses):
    for case in tables["cases"].itertuples():
        evaluable = responses.loc[(case.patient_id, 1, "marrow"), "evaluable_at_baseline"]
        assert case.disease_status in IN_MARROW.get(evaluable, NOT_SAID), case.patient_id


BEFORE_NEXT_THERAPY = {
    # Patient: evaluations before the next therapy, that therapy, evaluations after it.
    "di_palma_1": ({1, 2, 3, 4}, "transplant", {5}),
    "huang_1": ({1, 2}, "none", set()),
    "bondarenko_1": ({1}, "transplant", {2, 3}),
    "lattupally_1": ({1}, "car_t", {2, 3, 4, 5}),
    "bertamini_1": ({1, 2}, "none", set()),
    "bertamini_2": ({1, 2}, "transplant", set()),
}


@pytest.mark.parametrize("patient", BEFORE_NEXT_THERAPY)
def test_a_response_to_inotuzumab_comes_before_the_next_therapy(tables, patient):
    rows = tables["responses"].query("patient_id == @patient")
    before, therapy, later = BEFORE_NEXT_THERAPY[patient]
    assert set(rows.query("before_next_therapy == 'yes'")["evaluation"]) == before
    assert set(rows.query("before_next_therapy == 'no'")["evaluation"]) == later
    assert set(rows["next_therapy"]) == {therapy}


def test_the_last_evaluation_is_the_last_of_the_patient(tables):
    """CNS relapse of day 28 after CAR T cells is not carried to a remission two years later."""
    case = tables["cases"].set_index("patient_id").loc["lattupally_1"]
    assert case["response_mrd"] == case["response_cns"] == "not_reported"
    assert (case["last_mrd"], case["last_cns"]) == ("complete_response", "not_reported")
    assert (case["last_marrow"], case["last_evaluation_phase"]) == (
        "remission_morphological",
        "after_transplant",
    )


def test_an_earlier_remission_is_no_status_at_the_last_follow_up(tables):
    """Bertamini's first: complete metabolic response after course 2, on course 4 at the end."""
    case = tables["cases"].set_index("patient_id").loc["bertamini_1"]
    assert (case["alive"], case["in_remission"], case["on_index"]) == (
        "yes",
        "not_reported",
        "yes",
    )


def test_a_normal_blood_count_completes_a_remission(responses):
    row = responses.loc[("di_palma_1", 5, "integrated")]
    assert (row["response"], row["count_recovery"]) == ("cr", "met")


PRIOR_LINES = {
    "di_palma_1": 1,  # NILG ALL10/07
    "huang_1": 3,  # Hyper-CVAD, reinduction, CAR T cells; not consolidation, not the transplant
    "bondarenko_1": 3,  # ALL-MB2015, ALL-REZ-BFM-2002, blinatumomab
    "lattupally_1": 3,  # AALL15P1, AALL1331, blinatumomab
    "bertamini_1": 1,  # six BFM courses
    "bertamini_2": 3,  # ponatinib, radiotherapy of the skin relapse, two BFM courses
}


@pytest.mark.parametrize("patient", PRIOR_LINES)
def test_lines_before_inotuzumab(tables, patient):
    case = tables["cases"].set_index("patient_id").loc[patient]
    assert case["prior_lines"] == PRIOR_LINES[patient]
    assert len(case["prior_lines_as_reported"].split("; ")) == PRIOR_LINES[patient]


def test_a_steroid_pre_phase_is_given_beside_a_line(tables):
    prophase = tables.coded["therapies"].query("phase == 'prophase'")
    assert set(prophase["role"]) == {"concomitant"}


VOD = {
    "di_palma_1": ("not_reported", "yes"),
    "huang_1": ("no", "not_reported"),  # transplanted or not is not said
    "bondarenko_1": ("no", "no"),
    "lattupally_1": ("not_reported", "not_reported"),
    "bertamini_1": ("no", "not_applicable"),
    "bertamini_2": ("no", "no"),
}


@pytest.mark.parametrize("patient", VOD)
def test_vod_by_phase(tables, patient):
    row = tables["cases"].set_index("patient_id").loc[patient]
    assert (row["vod_on_index"], row["vod_after_transplant"]) == VOD[patient]


AGES = {
    "di_palma_1": ("40", "33-35 (derived)"),  # in 2015, at 40 in January 2021
    # 17 in February 2019; from August 2022 to 30 days before the end of September 2023.
    "huang_1": ("20-22 (derived)", "17"),
    "bondarenko_1": ("18-19 (derived)", "15"),
    "lattupally_1": ("1 (derived)", "9 months"),
    # No interval from the relapse to the first dose is reported: no upper limit.
    "bertamini_1": ("67 or more (derived)", "66"),
    "bertamini_2": ("68 or more (derived)", "67"),
}


@pytest.mark.parametrize("patient", AGES)
def test_ages(tables, patient):
    row = tables["cases"].set_index("patient_id").loc[patient]
    assert (row["age"], row["age_at_diagnosis"]) == AGES[patient]


TIMES = {
    # Entry: days from the first dose, and how they are known.
    "di_palma_2022.i19": (10, 10, "derived"),  # remdesivir, the last of ten days from day +1
    "di_palma_2022.i21": (15, 17, "derived"),  # marrow between day 15 and the second dose
    "di_palma_2022.i26": (55, 55, "derived"),  # plasma 20 days before day +75
    "di_palma_2022.i27": (67, 67, "reported"),
    "di_palma_2022.i33": (84, 185, "derived"),  # second cycle: discharge to transplant
    "di_palma_2022.i37": (185, 185, "reported"),
    "huang_2023.i17": (-396, 0, "derived"),  # MRD relapse before the first dose
    "huang_2023.i13": (-792, -27, "derived"),  # CAR T cells, evaluated on day 28 before it
    "huang_2023.i19": (7, 7, "reported"),
    "bondarenko_2020.i14": (-89, -34.5, "inferred"),  # blinatumomab, four weeks and ten days
    "lattupally_letter.i9": (-261.3, 0, "inferred"),
}


@pytest.mark.parametrize("entry", TIMES)
def test_days_from_the_first_dose(tables, entry):
    row = tables["timeline"].set_index("timeline_id").loc[entry]
    assert (row["day_low"], row["day_high"], row["day_basis"]) == TIMES[entry]


@pytest.mark.parametrize("entry", ["bertamini_2018.i7", "bertamini_2018.i35"])
def test_a_relapse_has_no_day_where_no_interval_is_reported(tables, entry):
    row = tables["timeline"].set_index("timeline_id").loc[entry]
    assert row["day_basis"] == "unknown"


def test_a_range_of_days_stays_a_range(tables):
    row = tables["timeline"].set_index("timeline_id").loc["lattupally_letter.i27"]
    assert (row["date_earliest"], row["date_latest"]) == ("2021-04-20", "2021-04-23")


def test_day_17_is_22_january(tables):
    timeline = tables["timeline"].query("patient_id == 'di_palma_1' and event == 'index_dose'")
    second = timeline[timeline["when_as_reported"].str.contains("22 January|day 17")].iloc[0]
    assert (second["date_earliest"], second["day_low"], second["day_high"]) == (
        "2021-01-22",
        17,
        17,
    )


def marked(tables, patient, agent):
    rows = tables["doses"]
    return rows[
        (rows["patient_id"] == patient)
        & (rows["agent"] == agent)
        & (rows["dose_as_reported"] != "")
    ]


def test_a_dose_in_mg_stays_one_and_implies_a_surface(tables):
    rows = marked(tables, "bertamini_1", "inotuzumab_ozogamicin")
    first, fourth = rows[rows["day_of_cycle"] != 22], rows[rows["day_of_cycle"] == 22]
    assert set(first["compared_with_label"]) == {"absolute_dose"}
    assert fourth["compared_with_label"].tolist() == ["off_schedule"]  # a fourth weekly infusion
    assert set(rows["unit"]) == {"mg"}
    assert rows["implied_body_surface_m2"].dropna().between(1.55, 1.65).all()
    assert rows["implied_body_surface_m2"].notna().sum() >= 3


def test_off_schedule_stays_as_reported(tables):
    rows = marked(tables, "bondarenko_1", "inotuzumab_ozogamicin").sort_values("day_of_cycle")
    assert rows["value"].tolist() == [1.8, 0.8, 0.5]
    assert rows["compared_with_label"].tolist() == ["off_schedule", "off_schedule", "as_label"]
    assert marked(tables, "bondarenko_1", "cyclophosphamide")[
        ["value", "unit"]
    ].values.tolist() == [[200, "mg/kg"]]


@pytest.mark.parametrize(
    ("dose", "compared"),
    [
        ("bondarenko_2020.d1", "above_label"),  # cyclophosphamide 200 mg/kg; label 40 to 50
        ("di_palma_2022.d8", "above_label"),  # remdesivir 250 mg; label 200
        ("di_palma_2022.d9", "within_label"),
        ("di_palma_2022.d5", "off_schedule"),  # day 17 after the first dose
    ],
)
def test_doses_against_a_label(tables, dose, compared):
    assert tables["doses"].set_index("dose_id").loc[dose, "compared_with_label"] == compared


def test_1200_gy_stays_and_is_marked_impossible(tables):
    assert marked(tables, "lattupally_1", "radiotherapy")[
        ["value", "unit", "compared_with_label"]
    ].values.tolist() == [[1200, "Gy", "impossible"]]
    assert marked(tables, "bertamini_2", "radiotherapy")[
        ["value", "unit", "compared_with_label"]
    ].values.tolist() == [[40, "Gy", "not_compared"]]


def test_haemoglobin_lands_on_one_scale(tables):
    rows = tables["laboratory"].query("analyte == 'haemoglobin'").set_index("value_as_reported")
    assert rows.loc["79 g/L", "low"] == 7.9
    assert rows.loc["10.3 g/dL", "low"] == 10.3
    assert set(rows["unit"]) == {"g/dL"}


def test_a_negative_result_keeps_its_sensitivity_and_a_ratio_its_scale(tables):
    mrd = tables["mrd"]
    clone = mrd[(mrd["patient_id"] == "lattupally_1") & (mrd["method"] == "ngs")].iloc[0]
    assert (clone["detected"], clone["sensitivity"]) == ("no", 1e-6)
    ratios = mrd[mrd["method"] == "bcr_abl1_pcr"]
    assert len(ratios) >= 2 and set(ratios["scale"]) == {"ratio, scale not stated"}
    assert set(ratios["below_1e_4"]) == {"not_known"}
