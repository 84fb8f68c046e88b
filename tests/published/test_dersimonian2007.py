"""DerSimonian and Kacker 2007, doi:10.1016/j.cct.2006.04.004, Tables 3 and 4: CLASP trials."""

import numpy as np
import pytest

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.pooling.pool import pool

PRINTED = {
    "PM": (0.3681, -0.3811, 0.2060),
    "HE": (0.4410, -0.4035, 0.2327),
    "DL": (0.2323, -0.3240, 0.1540),
    "EB": (0.3681, -0.3811, 0.2060),
    "REML": (0.1843, -0.2980, 0.1343),
    "HS": (0.1330, -0.2666, 0.1125),
    "SJ": (0.4572, -0.4079, 0.2386),
}


@pytest.fixture
def effects():
    return effect_sizes(
        "odds_ratio",
        ai=[5, 5, 12, 69, 9, 313],
        n1i=[156, 303, 565, 1570, 103, 4659],
        ci=[8, 17, 9, 94, 11, 352],
        n2i=[74, 303, 477, 1565, 105, 4650],
    )


@pytest.mark.parametrize("method", PRINTED)
def test_estimators(effects, prints, method):
    fit = pool(effects, tau2_method=method)
    prints([np.sqrt(fit.tau2), fit.estimate, fit.std_error], PRINTED[method], 4)


def test_maximum_likelihood_is_at_the_boundary(effects):
    """metafor prints tau 0.0023; the likelihood is higher at 0, where there is the maximum."""
    fit = pool(effects, tau2_method="ML")
    at_printed = pool(effects, tau2_method="ML", tau2=0.0023**2)
    assert fit.tau2 == 0
    assert fit.log_likelihood > at_printed.log_likelihood
