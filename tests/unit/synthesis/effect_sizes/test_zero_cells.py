"""Zero cells: every policy, by hand."""

import numpy as np
import pytest

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.errors import SynthesisError

TABLE = {"ai": [0, 4], "n1i": [10, 20], "ci": [2, 8], "n2i": [30, 20]}


def odds(a, b, c, d):
    return np.log(a * d / (b * c))


@pytest.mark.parametrize(
    ("policy", "first", "second", "corrected"),
    [
        ("only0", odds(0.5, 10.5, 2.5, 28.5), odds(4, 16, 8, 12), ("study 1",)),
        ("if0all", odds(0.5, 10.5, 2.5, 28.5), odds(4.5, 16.5, 8.5, 12.5), ("study 1", "study 2")),
        ("all", odds(0.5, 10.5, 2.5, 28.5), odds(4.5, 16.5, 8.5, 12.5), ("study 1", "study 2")),
        ("treatment_arm", odds(0.25, 10.25, 2.75, 28.75), odds(4, 16, 8, 12), ("study 1",)),
    ],
)
def test_odds_ratios(policy, first, second, corrected):
    found = effect_sizes("odds_ratio", zero_policy=policy, **TABLE)
    np.testing.assert_allclose(found.yi, [first, second])
    assert found.corrected_labels == corrected
    assert found.zero_policy == policy
    assert "corrected by 0.5: study 1" in str(found)


def test_without_correction_the_study_is_absent_and_named():
    found = effect_sizes("odds_ratio", zero_policy="none", labels=["Ames", "Bohr"], **TABLE)
    assert np.isnan(found.yi).tolist() == [True, False]
    assert found.corrected_labels == ()
    assert found.absent_labels == ("Ames",)
    assert "no effect: Ames" in str(found)
    assert found.k == 1


def test_constants_of_the_treatment_arm_policy_sum_to_one():
    """Sweeting 2004: k_T + k_C = 1, and k_T : k_C as the arms' sizes."""
    found = effect_sizes(
        "risk_difference", ai=[0.0], n1i=[10.0], ci=[0.0], n2i=[30.0], zero_policy="treatment_arm"
    )
    np.testing.assert_allclose(found.yi, 0.25 / 10.5 - 0.75 / 31.5)


def test_double_zeros_are_kept_or_dropped():
    table = {"ai": [0, 10, 3], "n1i": [10] * 3, "ci": [0, 10, 2], "n2i": [10] * 3}
    assert effect_sizes("odds_ratio", **table).k == 3
    dropped = effect_sizes("odds_ratio", double_zero="drop", **table)
    assert np.isnan(dropped.yi).tolist() == [True, True, False]
    assert dropped.absent_labels == ("study 1", "study 2")


def test_nothing_is_ever_infinite():
    for measure in ("RR", "OR", "RD", "AS", "PETO"):
        for policy in ("none", "only0", "if0all", "all", "treatment_arm"):
            found = effect_sizes(
                measure,
                ai=[0, 10, 0, 5],
                n1i=[10] * 4,
                ci=[0, 10, 10, 5],
                n2i=[10] * 4,
                zero_policy=policy,
            )
            assert not np.isinf(found.yi).any() and not np.isinf(found.vi).any()
    for measure in ("PR", "PLN", "PLO", "PAS", "PFT"):
        for policy in ("none", "only0"):
            found = effect_sizes(measure, xi=[0, 5], ni=[5, 5], zero_policy=policy)
            assert not np.isinf(found.yi).any() and not np.isinf(found.vi).any()


def test_policies_that_one_arm_does_not_have_are_refused():
    with pytest.raises(SynthesisError, match="treatment_arm"):
        effect_sizes("logit_proportion", xi=[0], ni=[5], zero_policy="treatment_arm")
    with pytest.raises(SynthesisError, match="allowed: none, only0"):
        effect_sizes("odds_ratio", zero_policy="sometimes", **TABLE)
    with pytest.raises(SynthesisError, match="correction"):
        effect_sizes("odds_ratio", correction=-1, **TABLE)


@pytest.mark.parametrize(
    ("measure", "columns", "at_zero"),
    [
        ("PAS", {"xi": [0], "ni": [10]}, 0.0),
        ("IRS", {"xi": [0], "ti": [10]}, 0.0),
        ("PFT", {"xi": [0], "ni": [10]}, 0.5 * np.arcsin(np.sqrt(1 / 11))),
        ("AS", {"ai": [0], "n1i": [10], "ci": [5], "n2i": [10]}, -np.pi / 4),
        ("PR", {"xi": [0], "ni": [10]}, 0.5 / 11),
        ("PLO", {"xi": [0], "ni": [10]}, np.log(0.5 / 10.5)),
    ],
)
def test_unless_asked_a_scale_that_is_finite_at_zero_is_left_alone(measure, columns, at_zero):
    assert effect_sizes(measure, **columns).yi[0] == pytest.approx(at_zero)
