"""Rules at their edges: just below, at and just above each threshold."""

import pandas as pd
import pytest

from evidence.harmonise.cases import vod_by_phase
from evidence.harmonise.doses import harmonise_doses
from evidence.harmonise.laboratory import harmonise_laboratory
from evidence.harmonise.mrd import harmonise_mrd
from evidence.harmonise.responses import harmonise_responses
from evidence.harmonise.trials import harmonise_outcomes
from tests.spec.harmonise.tables import rows

TIMELINE = pd.DataFrame(columns=["timeline_id", "sequence", "day_low", "day_high"])
ASSESSMENT = {
    "patient_id": "p",
    "document_id": "d",
    "compartment": "marrow",
    "comparator": "equal",
    "evaluation": 1,
}


def mrd(**cells):
    row = ASSESSMENT | {"assessment_id": "d.a1", "is_mrd": "yes", "method": "flow_cytometry"}
    return harmonise_mrd(rows("assessments", row | cells), TIMELINE).iloc[0]


@pytest.mark.parametrize(
    ("reported", "below", "category"),
    [
        ("9.9×10^-5", "yes", "positive_below_1e_4"),
        ("0.0099%", "yes", "positive_below_1e_4"),
        ("0,0099%", "yes", "positive_below_1e_4"),
        ("10^-4", "no", "failure"),  # below 10^-4 is asked for: at it is not below it
        ("0.01%", "no", "failure"),
        ("0,01%", "no", "failure"),
        ("1E-4", "no", "failure"),
        ("1.01×10^-4", "no", "failure"),
        ("0.0101%", "no", "failure"),
    ],
)
def test_a_level_against_1e_4(reported, below, category):
    row = mrd(result_as_printed=reported)
    assert (row["below_1e_4"], row["category"]) == (below, category)


@pytest.mark.parametrize(
    ("sensitivity", "category"),
    [
        ("9.9×10^-5", "complete_response"),
        ("10^-4", "complete_response"),  # an assay that can see 10^-4 is sensitive enough
        ("1.01×10^-4", "negative_insufficient_sensitivity"),
        ("10^-3", "negative_insufficient_sensitivity"),
        ("", "negative_sensitivity_not_stated"),
    ],
)
def test_a_negative_result_by_its_sensitivity(sensitivity, category):
    row = mrd(
        comparator="not_detected", response="mrd_negative", sensitivity_as_printed=sensitivity
    )
    assert row["category"] == category


@pytest.mark.parametrize(
    ("comparator", "below"),
    [("below", "yes"), ("equal", "yes"), ("above", "not_known")],
)
def test_a_bound_of_5e_5(comparator, below):
    assert mrd(result_as_printed="5×10^-5", comparator=comparator)["below_1e_4"] == below


@pytest.mark.parametrize(
    ("comparator", "below"),
    [("below", "not_known"), ("equal", "no"), ("above", "no")],
)
def test_a_bound_of_1e_3(comparator, below):
    assert mrd(result_as_printed="10^-3", comparator=comparator)["below_1e_4"] == below


def marrow(*results):
    baseline = ASSESSMENT | {"evaluation": 0, "method": "morphology", "is_mrd": "no"}
    found = [baseline | {"assessment_id": "d.a0", "result_as_printed": "90%"}]
    found += [
        baseline | {"assessment_id": f"d.a{number}", "evaluation": 1, "result_as_printed": result}
        for number, result in enumerate(results, 1)
    ]
    coded = rows("assessments", *found)
    responses = harmonise_responses(
        coded, harmonise_mrd(coded, TIMELINE), rows("therapies"), TIMELINE
    )
    return responses.set_index("compartment").loc["marrow", "response"]


@pytest.mark.parametrize(
    ("results", "response"),
    [
        (["4.9%"], "remission_morphological"),
        (["4,9%"], "remission_morphological"),
        (["5%"], "no_remission_marrow"),  # fewer than 5% is asked for
        (["5.1%"], "no_remission_marrow"),
        (["4%", "6%"], "no_remission_marrow"),  # the higher count decides
        (["6%", "4%"], "no_remission_marrow"),
        (["3%", "4%"], "remission_morphological"),
        (["11.5% blasts"], "no_remission_marrow"),
    ],
)
def test_blasts_against_5_percent(results, response):
    assert marrow(*results) == response


def vod(*states, transplant="no"):
    events = [
        {
            "event_id": f"d.e{number}",
            "patient_id": "p",
            "event": "vod_sos",
            "phase": "on_inotuzumab",
            "occurred": state,
            "grade_as_printed": "severe" if state == "yes" else "",
        }
        for number, state in enumerate(states, 1)
    ]
    transplanted = pd.Series({"p": transplant})
    return vod_by_phase(rows("events", *events), transplanted).iloc[0]


@pytest.mark.parametrize(
    ("states", "found"),
    [
        (["yes", "no"], "yes"),
        (["no", "yes"], "yes"),  # denied in one sentence and reported in another
        (["no", "not_reported"], "no"),
        (["not_reported", "no"], "no"),
        (["not_reported"], "not_reported"),
    ],
)
def test_vod_of_several_sentences(states, found):
    row = vod(*states)
    assert row["vod_on_inotuzumab"] == found
    assert row["vod_after_transplant"] == "not_applicable"
    assert row["vod_grade_as_printed"] == ("severe" if "yes" in states else "")


@pytest.mark.parametrize(
    ("transplant", "found"),
    [("no", "not_applicable"), ("not_reported", "not_reported"), ("yes", "not_reported")],
)
def test_silence_on_vod_is_a_question_only_where_a_transplant_is_not_excluded(transplant, found):
    assert vod("no", transplant=transplant)["vod_after_transplant"] == found


ANALYTES = rows(
    "analytes",
    {"code": "platelets", "canonical_unit": "1/nL", "plausible_low": 1, "plausible_high": 3000},
    {"code": "haemoglobin", "canonical_unit": "g/dL", "plausible_low": 2, "plausible_high": 25},
    {"code": "bilirubin", "canonical_unit": "umol/L", "molar_mass_g_per_mol": 584.673},
    {"code": "creatinine", "canonical_unit": "umol/L", "molar_mass_g_per_mol": 113.12},
)


def laboratory(analyte, reported):
    row = {"laboratory_id": "d.l1", "analyte": analyte, "value_as_printed": reported}
    return harmonise_laboratory(rows("laboratory", row), ANALYTES).iloc[0]


@pytest.mark.parametrize(
    ("reported", "low", "basis"),
    [
        ("1000", 1, "inferred"),  # per microlitre from 1000 on
        ("1,001", 1.001, "inferred"),
        ("40 000", 40, "inferred"),
        ("1000/μL", 1, "printed"),
        ("1.000/μL", 1, "printed"),
        ("0.999/μL", 0.000999, "printed"),  # nothing is grouped after a zero
    ],
)
def test_a_count_of_cells_with_and_without_unit(reported, low, basis):
    row = laboratory("platelets", reported)
    assert (row["low"], row["unit_basis"]) == (pytest.approx(low, rel=1e-12), basis)


@pytest.mark.parametrize(
    ("analyte", "reported", "low"),
    [
        # 10,000 / 584.673 and 10,000 / 113.12: mg/dL over g/mol, in umol/L
        ("bilirubin", "1 mg/dL", 17.1036),
        ("bilirubin", "10 mg/L", 17.1036),
        ("bilirubin", "17.1036 μmol/L", 17.1036),
        ("creatinine", "1,0 mg/dL", 88.4017),
        ("creatinine", "0.0884017 mmol/L", 88.4017),
    ],
)
def test_mass_and_amount_are_one_scale(analyte, reported, low):
    assert laboratory(analyte, reported)["low"] == pytest.approx(low, rel=1e-5)


@pytest.mark.parametrize("reported", ["999", "0.9"])
def test_a_smaller_count_without_unit_has_no_scale(reported):
    assert pd.isna(laboratory("platelets", reported)["low"])


@pytest.mark.parametrize(
    ("reported", "plausible"),
    [("1.9 g/dL", "no"), ("2 g/dL", "yes"), ("25 g/dL", "yes"), ("25.1 g/dL", "no")],
)
def test_the_plausible_range_has_its_ends(reported, plausible):
    assert laboratory("haemoglobin", reported)["plausible"] == plausible


def dose(reported, agent="inotuzumab_ozogamicin"):
    schedule = rows(
        "label_schedule",
        {
            "code": "c1",
            "agent": "inotuzumab_ozogamicin",
            "first_cycle": "yes",
            "day_of_cycle": 1,
            "dose_mg_per_m2": 0.8,
        },
    )
    row = {
        "dose_id": "d.d1",
        "agent": agent,
        "cycle": 1,
        "day_of_cycle": 1,
        "dose_as_printed": reported,
    }
    return harmonise_doses(rows("doses", row), schedule).iloc[0]


@pytest.mark.parametrize(
    ("reported", "standing"),
    [
        ("0.71 mg/m2", "off_schedule"),  # a tenth below 0.8 is 0.72
        ("0.73 mg/m2", "as_label"),
        ("0.8 mg/m2", "as_label"),
        ("800 μg/m²", "as_label"),
        ("0.87 mg/m2", "as_label"),
        ("0.89 mg/m2", "off_schedule"),
        ("1000", "off_schedule"),  # no unit
    ],
)
def test_a_dose_against_the_label(reported, standing):
    assert dose(reported)["standing"] == standing


@pytest.mark.parametrize(
    ("reported", "value", "unit", "kind"),
    [
        ("28 μg", 0.028, "mg", "absolute"),
        ("28 mcg/day", 28, "ug/day", "other"),
        ("3750 U", 3750, "U", "activity"),
        ("3,750 IU/m²", 3750, "IU/m^2", "activity"),
        ("60 Gy", 60, "Gy", "radiation"),
        ("6000 cGy", 60, "Gy", "radiation"),
        ("1000", 1000, "", "other"),
    ],
)
def test_units_of_doses(reported, value, unit, kind):
    row = dose(reported, "another")
    assert (row["value"], row["unit"], row["kind"]) == (pytest.approx(value), unit, kind)


@pytest.mark.parametrize(
    ("reported", "standing"), [("60 Gy", "as_printed"), ("60.1 Gy", "impossible")]
)
def test_a_dose_of_radiation_against_60_gy(reported, standing):
    assert dose(reported, "radiotherapy")["standing"] == standing


def test_a_wider_denominator_with_the_same_numerator_is_a_smaller_proportion():
    shared = {"study_id": "s", "arm_id": "s.a", "events": 76}
    coded = {
        "studies": rows("studies", {"study_id": "s"}),
        "arms": rows("arms", {"arm_id": "s.a", "study_id": "s"}),
        "outcomes": rows(
            "outcomes",
            shared | {"outcome_id": "s.o1", "n": 109, "analysis_set": "treated"},
            shared | {"outcome_id": "s.o2", "n": 164, "analysis_set": "all_randomised"},
        ),
    }
    found = harmonise_outcomes(coded)
    assert found["proportion"].tolist() == pytest.approx([76 / 109, 76 / 164])
    assert found["analysis_set"].tolist() == ["treated", "all_randomised"]
