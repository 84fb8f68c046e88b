"""Which MRD results belong to a line of therapy, and how they change its result."""

from pathlib import Path

import pandas as pd
import pytest

from evidence.domains.haematology.summary.sequence_words import mrd_of_lines

ROOT = Path(__file__).parents[5]


def mrd_of(as_reported, *assessments):
    """What is found for one therapy: assessments are patient, result, term, detected."""
    therapies = pd.DataFrame(
        [("t", "p", as_reported)], columns=["therapy_id", "patient_id", "mrd_as_reported"]
    )
    columns = ["patient_id", "result_as_reported", "term_as_reported", "detected"]
    return mrd_of_lines(therapies, pd.DataFrame(assessments, columns=columns)).get("t")


@pytest.mark.parametrize(
    ("as_reported", "assessment", "detected"),
    [
        ("2.68×10^-5", ("p", "2.68×10^-5", "decreased", "yes"), True),
        ("MRD was negative", ("p", "", "MRD was negative … no signs", "no"), False),
        ("MRD negative", ("p", "", "MRD negative remission", "no"), False),
        ("remained MRD negative", ("p", "", "MRD negative", "no"), False),
        ("1.1%", ("p", "1%", "", "yes"), None),  # another number
        ("0.1%", ("p", "1%", "", "yes"), None),
        ("1%", ("q", "1%", "", "yes"), None),  # another patient
        ("1%", ("p", "1%", "", "not_reported"), None),
        ("", ("p", "1%", "", "yes"), None),
    ],
)
def test_mrd_of_a_line_is_the_assessment_that_it_names(as_reported, assessment, detected):
    assert mrd_of(as_reported, assessment) is detected


def test_any_result_named_that_was_detected_makes_it_detected():
    results = ("p", "0.1%", "", "yes"), ("p", "", "MRD negative", "no")
    assert mrd_of("MRD 0.1%, then MRD negative", *results) is True


def test_every_mrd_of_a_line_of_this_review_is_an_assessment():
    therapies, mrd = (
        pd.read_csv(ROOT / "data" / name, dtype=str, keep_default_na=False)
        for name in ("coded/therapies.csv", "derived/mrd.csv")
    )
    found = mrd_of_lines(therapies, mrd)
    assert set(therapies.loc[therapies["mrd_as_reported"] != "", "therapy_id"]) == set(found)
    # read by hand in the reports: a level of 2.68×10^-5 on inotuzumab, 1.8 % after chemotherapy
    assert found["huang_2023.t10"] and found["bondarenko_2020.t2"]
    assert not found["di_palma_2022.t11"] and not found["bertamini_2018.t5"]
