"""Stijnen, Hamza and Ozdemir 2010, doi:10.1002/sim.4040, Table II: the normal-normal columns.

Catheter infections (Niel-Weise et al. 2007), logits of one arm with 0.5 added to zero studies.
"""

import pytest

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.pooling.pool import pool

INFECTED = {
    "standard": [3, 3, 9, 7, 6, 4, 3, 2, 19, 2, 7, 1, 5, 11, 0, 1, 3, 1],
    "coated": [0, 1, 2, 0, 5, 1, 1, 1, 1, 1, 0, 0, 3, 6, 0, 0, 1, 4],
}
CATHETERS = {
    "standard": [
        117,
        35,
        195,
        136,
        157,
        139,
        177,
        39,
        103,
        122,
        64,
        58,
        175,
        180,
        105,
        262,
        362,
        69,
    ],
    "coated": [116, 44, 208, 130, 151, 98, 174, 74, 97, 113, 66, 70, 188, 187, 118, 252, 345, 64],
}


@pytest.mark.parametrize(
    ("arm", "printed"), [("standard", (-3.302, 0.663)), ("coated", (-4.260, 0.393))]
)
def test_logits_of_one_arm(prints, arm, printed):
    fit = pool(effect_sizes("logit_proportion", xi=INFECTED[arm], ni=CATHETERS[arm]))
    prints([fit.estimate, fit.tau2], printed, 3)


def test_the_corrected_studies_are_said():
    fit = pool(effect_sizes("logit_proportion", xi=INFECTED["coated"], ni=CATHETERS["coated"]))
    assert "corrected: study 1, study 4, study 11, study 12, study 15, study 16" in fit.note
