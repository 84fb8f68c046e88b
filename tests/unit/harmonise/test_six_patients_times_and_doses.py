"""The six patients: days from the first dose; doses and laboratory values on one scale."""

from pathlib import Path

import pytest

from evidence.review.core.open_review import open_review

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def tables():
    return open_review(ROOT)


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
