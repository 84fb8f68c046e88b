"""Intervals of one proportion against R (stats, Hmisc, epitools as recorded in the fixture)."""

import numpy as np
from scipy import stats

from evidence.synthesis.proportions import intervals as proportions

OUR_NAMES = {
    "exact": "clopper_pearson", "wilson": "wilson", "wilson_cc": "wilson_corrected", "wald": "wald",
    "agresti_coull": "agresti_coull", "jeffreys": "jeffreys", "midp": "mid_p", "logit": "logit",
}  # fmt: skip
# mid-P of the reference stops at uniroot's tolerance; the two below are other methods by design:
# Hmisc moves the Wilson limit beside 0 and n, Anscombe's arcsine interval is not offered.
ITERATED = {"midp": 1e-6}
OUT_OF_SCOPE = {"wilson_hmisc", "arcsine_anscombe", "exact_hmisc"}


def test_every_interval_of_the_reference(oracle, ledger):
    cases, book = oracle.cases("ci.prop"), ledger("ci.prop")
    for case in cases:
        result = dict(case.result)
        x, n, _ = result.pop("x"), result.pop("n"), result.pop("p")
        assert set(result) == set(OUR_NAMES) | OUT_OF_SCOPE
        for name, method in OUR_NAMES.items():
            if (name == "logit" and x in (0, n)) or (name == "wilson_cc" and 2 * x == n):
                continue
            found = proportions.intervals(x, n, method=method)
            book.check(
                case.id, name, found, result[name], ITERATED.get(name, 1e-10), absolute=1e-15
            )
    book.settle(cases=30)


def test_the_exact_interval_of_another_library_agrees(oracle, ledger):
    book = ledger("ci.prop (Hmisc exact)")
    for case in oracle.cases("ci.prop"):
        found = proportions.clopper_pearson(case.result["x"], case.result["n"])
        book.check(case.id, "exact_hmisc", found, case.result["exact_hmisc"], 1e-10)
    book.settle(cases=30)


def test_logit_intervals_are_missing_where_the_reference_has_none(oracle):
    ends = [case for case in oracle.cases("ci.prop") if case.result["x"] in (0, case.result["n"])]
    assert len(ends) == 2
    assert all(case.result["logit"] == [None, None] for case in ends)
    assert all(
        np.isnan(proportions.logit(case.result["x"], case.result["n"])).all() for case in ends
    )


def test_r_drops_the_continuity_correction_at_one_half(oracle):
    """prop.test() corrects by |x - n/2| at most, so not at x = n/2, where Newcombe does."""
    halves = [case for case in oracle.cases("ci.prop") if 2 * case.result["x"] == case.result["n"]]
    assert halves
    for case in halves:
        x, n, expected = case.result["x"], case.result["n"], case.result["wilson_cc"]
        np.testing.assert_allclose(expected, proportions.wilson(x, n), rtol=1e-10)
        np.testing.assert_allclose(
            proportions.wilson_corrected(x, n),
            stats.binomtest(x, n).proportion_ci(method="wilsoncc"),
            rtol=1e-12,
        )
