"""All subsets of studies against metafor's gosh()."""

import numpy as np
import pytest

from evidence.synthesis.sensitivity.gosh import blocks, gosh, summarise

COLUMNS = {"estimate": "estimate", "tau2": "tau2", "QE": "q", "I2": "i2_percent", "H2": "h2"}
TOLERANCE = {"EE": 1e-10, "DL": 1e-10, "REML": 1e-8}


def floors(case):
    """Absolute floors: tau2 near 0 is known to 1e-8 of the median variance, I2 follows it."""
    spread = float(np.nanmedian(case.vi))
    effect = float(np.nanmax(np.abs(case.yi)))
    return {"estimate": 1e-9 * effect, "tau2": 1e-8 * spread, "QE": 1e-10, "I2": 1e-6, "H2": 1e-8}


def clouds(oracle, method):
    return [
        (case, gosh(case.yi, case.vi, method=method))
        for case in oracle.cases("gosh")
        if case.args["method"] == method
    ]


@pytest.mark.parametrize("method, count", [("EE", 17), ("DL", 24), ("REML", 24)])
def test_every_subset_of_the_reference(oracle, ledger, method, count):
    book, compared = ledger(f"gosh {method}"), 0
    for case, cloud in clouds(oracle, method):
        assert cloud.estimate.size == case.result["n_subsets"]
        if case.suspect:
            continue
        listed, floor = case.result["subsets"], floors(case)
        rows = np.array(listed["mask"]) - 1
        book.check(case.id, "k", cloud.size[rows], listed["k"], 0)
        for expected in ("estimate", "tau2", "QE", "I2"):
            computed = getattr(cloud, COLUMNS[expected])[rows]
            book.check(
                case.id, expected, computed, listed[expected], TOLERANCE[method], floor[expected]
            )
        compared += rows.size
    assert compared >= 15 * count
    book.settle(cases=count - 2)


@pytest.mark.parametrize("method", ["EE", "DL", "REML"])
def test_moments_and_quantiles_over_all_subsets(oracle, ledger, method):
    book = ledger(f"gosh {method}, moments")
    for case, cloud in clouds(oracle, method):
        if case.suspect:
            continue
        moments = summarise(blocks(case.yi, case.vi, method=method))
        for expected, name in COLUMNS.items():
            answer, found, floor = (
                case.result["summary"][expected],
                moments[name],
                floors(case)[expected],
            )
            assert found.count == answer["n"]
            computed = [found.mean, found.sd, found.least, found.greatest]
            book.check(
                case.id,
                expected,
                computed,
                [answer[key] for key in ("mean", "sd", "min", "max")],
                1e-8,
                floor,
            )
            quantiles = np.quantile(getattr(cloud, name), [0.05, 0.25, 0.5, 0.75, 0.95])
            book.check(case.id, f"{expected} quantiles", quantiles, answer["q"], 1e-8, floor)
    book.settle()


def restricted_likelihood(y, v, tau2):
    w = 1 / (v + tau2)
    mean = np.sum(w * y) / np.sum(w)
    return -0.5 * (np.sum(np.log(v + tau2)) + np.log(np.sum(w)) + np.sum(w * (y - mean) ** 2))


def test_where_metafor_is_suspect_our_likelihood_is_higher(oracle, record_property):
    suspects = [pair for pair in clouds(oracle, "REML") if pair[0].suspect]
    assert len(suspects) == 2
    for case, cloud in suspects:
        y, v = (column[~np.isnan(case.yi) & ~np.isnan(case.vi)] for column in (case.yi, case.vi))
        gains = []
        for mask, expected in zip(
            case.result["subsets"]["mask"], case.result["subsets"]["tau2"], strict=True
        ):
            computed, inside = cloud.tau2[mask - 1], cloud.member[mask - 1]
            if abs(computed - expected) > 1e-6 * np.median(v):
                gains.append(restricted_likelihood(y[inside], v[inside], computed)
                             - restricted_likelihood(y[inside], v[inside], expected))  # fmt: skip
        assert gains and min(gains) > 0
        line = (
            f"gosh suspect {case.id}: {len(gains)} subsets, likelihood higher by "
            f"{min(gains):.1e} to {max(gains):.1e}"
        )
        record_property("reference", line)
