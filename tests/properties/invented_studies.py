"""Studies whose numbers hypothesis chooses, and how two results are compared."""

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from evidence.synthesis.pooling.tau2_estimators import ESTIMATORS

TESTS = ("wald", "t", "knapp_hartung", "knapp_hartung_ad_hoc", "knapp_hartung_wider")


quick = settings(deadline=None, max_examples=60, derandomize=True)


numbers = st.floats(-3, 3, allow_nan=False).map(lambda x: round(x, 4))


variances = st.floats(-3, 1, allow_nan=False).map(lambda x: round(10**x, 6))


studies = st.integers(2, 12).flatmap(
    lambda k: st.tuples(
        st.lists(numbers, min_size=k, max_size=k), st.lists(variances, min_size=k, max_size=k)
    )
)


methods = st.sampled_from(sorted(ESTIMATORS))


counts = st.integers(2, 8).flatmap(
    lambda k: st.tuples(*[st.lists(st.integers(0, 20), min_size=k, max_size=k) for _ in range(4)])
)


def numbers_of(fit):
    return np.array(
        [
            fit.estimate,
            fit.std_error,
            fit.tau2,
            fit.q,
            fit.i2_percent,
            fit.h2,
            fit.ci_low,
            fit.ci_high,
            fit.log_likelihood,
        ]
    )


def close(computed, expected, scale=1.0):
    np.testing.assert_allclose(computed, expected, rtol=1e-7, atol=1e-9 * scale)
