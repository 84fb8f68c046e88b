"""van Houwelingen, Zwinderman & Stijnen (1993), Stat Med 12:2273-2284, doi:10.1002/sim.4780122405.

Gastro-intestinal bleeding, 27 trials of Collins & Langman 1985 (metadat 1.2-0,
dat.collins1985a: rebleeding b.xti of nti treated and b.xci of nci controls, missing in two).
The paper's odds ratio is of controls against treated. Pages 2275 and 2277, in the text.
"""

import numpy as np
import pytest

from evidence.synthesis.glmm.two_arm import conditional_odds_ratio

NAN = np.nan
TREATED = [
    8,
    11,
    5,
    2,
    12,
    NAN,
    9,
    7,
    5,
    0,
    9,
    10,
    44,
    0,
    1,
    4,
    14,
    NAN,
    50,
    3,
    6,
    16,
    16,
    6,
    11,
    3,
    2,
]
TREATED_N = [
    50,
    56,
    18,
    14,
    33,
    58,
    40,
    20,
    46,
    18,
    45,
    21,
    153,
    14,
    10,
    24,
    78,
    75,
    259,
    10,
    31,
    51,
    106,
    33,
    36,
    34,
    15,
]
CONTROL = [
    16,
    12,
    1,
    6,
    10,
    NAN,
    11,
    8,
    12,
    3,
    3,
    8,
    30,
    0,
    4,
    5,
    21,
    NAN,
    51,
    1,
    12,
    15,
    15,
    7,
    5,
    13,
    3,
]
CONTROL_N = [
    50,
    53,
    12,
    15,
    36,
    55,
    48,
    20,
    47,
    19,
    43,
    19,
    132,
    14,
    9,
    24,
    80,
    75,
    260,
    11,
    29,
    54,
    107,
    39,
    26,
    31,
    14,
]


@pytest.fixture(scope="module")
def fit():
    return conditional_odds_ratio(CONTROL, CONTROL_N, TREATED, TREATED_N)


def test_fixed_effects_page_2275(fit):
    common = fit.common_effect
    assert common.estimate == pytest.approx(0.122, abs=6e-4)
    assert common.std_error == pytest.approx(0.099, abs=6e-4)
    assert (common.ci_low, common.ci_high) == (
        pytest.approx(-0.073, abs=6e-4),
        pytest.approx(0.31, abs=0.011),
    )
    assert common.log_likelihood == pytest.approx(-53.679, abs=6e-4)


def test_random_effects_page_2277(fit):
    assert fit.estimate == pytest.approx(0.174, abs=1.1e-3)
    assert fit.std_error == pytest.approx(0.136, abs=6e-4)
    assert (fit.ci_low, fit.ci_high) == (
        pytest.approx(-0.092, abs=1.1e-3),
        pytest.approx(0.441, abs=1.1e-3),
    )
    assert fit.tau2 == pytest.approx(0.119, abs=6e-4)
    assert fit.log_likelihood == pytest.approx(-52.989, abs=1.1e-3)


def test_four_decimals_of_the_reference_software(fit):
    """metafor: 0.1216 (0.0995), -53.6789; 0.1744 (0.1364), 0.1192, -52.9901 (BiasedUrn)."""
    common = fit.common_effect
    assert common.estimate == pytest.approx(0.1216, abs=6e-5)
    assert common.std_error == pytest.approx(0.0995, abs=6e-5)
    assert common.log_likelihood == pytest.approx(-53.6789, abs=6e-5)
    assert fit.estimate == pytest.approx(0.1744, abs=6e-5)
    assert fit.std_error == pytest.approx(0.1364, abs=6e-5)
    assert fit.tau2 == pytest.approx(0.1192, abs=6e-5)
    assert fit.log_likelihood == pytest.approx(-52.9901, abs=6e-5)


def test_trials_without_an_answer_are_left_out(fit):
    assert fit.left_out == ("study 6", "study 14", "study 18") and fit.k == 24
