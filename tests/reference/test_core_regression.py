"""Meta-regression, its diagnostics and shrunken effects, against metafor."""

import numpy as np
import pytest

from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.pooling.tau2_estimators import ESTIMATORS
from evidence.synthesis.pooling.tau2_interval import model_tau2_interval
from evidence.synthesis.regression.design_matrix import orthonormal
from evidence.synthesis.regression.meta_regression import meta_regression, predict_effects
from evidence.synthesis.regression.model import RegressionModel
from evidence.synthesis.sensitivity.influence import influence

NAMES = {
    "b": "coefficients",
    "se": "std_errors",
    "stat": "statistics",
    "pval": "p_values",
    "ci_lb": "ci_low",
    "ci_ub": "ci_high",
    "tau2": "tau2",
    "se_tau2": "tau2_std_error",
    "I2": "i2_percent",
    "H2": "h2",
    "QE": "q_e",
    "QEp": "q_e_p_value",
    "QM": "q_m",
    "QMp": "q_m_p_value",
    "vb": "covariance",
    "k": "k",
    "R2": "r2_percent",
}
PREDICTED = {
    "pred": "estimate",
    "se": "std_error",
    "ci_lb": "ci_low",
    "ci_ub": "ci_high",
    "pi_lb": "pi_low",
    "pi_ub": "pi_high",
}
ALIASED = "setting*tester"  # metafor drops the column that follows from others; here refused
UNCENTRED = 100  # a column mean so many times its spread is badly scaled


def moderators(case):
    """The design without its intercept and without columns that follow from others."""
    design = case.design
    has_intercept = bool((design[:, 0] == 1).all())
    if case.args["formula"].endswith(ALIASED):
        estimable = [
            j
            for j in range(design.shape[1])
            if np.linalg.matrix_rank(design[:, : j + 1]) > np.linalg.matrix_rank(design[:, :j])
        ]
        design = design[:, estimable]
    return (design[:, 1:] if has_intercept else design), has_intercept


def tolerance_of(columns, tolerances):
    spread = np.nanstd(columns, axis=0)
    mean = np.abs(np.nanmean(columns, axis=0))
    bad = (mean > UNCENTRED * spread).any()
    return tolerances["badly_scaled" if bad else "iterated"]


def floors(case, tolerance):
    """Limits near 0 are compared to their standard error, shares in percent to 1e-6."""
    se = np.array(case.result["se"])
    return {
        "tau2": 1e-8 * np.nanmedian(case.vi),
        "I2": 1e-6,
        "R2": 1e-5,
        "ci_lb": tolerance * se,
        "ci_ub": tolerance * se,
        "b": tolerance * se,
        "vb": tolerance * np.outer(se, se),
    }


def test_meta_regression(oracle, ledger, tolerances):
    book, unfitted = ledger("metareg"), []
    for case in oracle.cases("metareg"):
        columns, intercept = moderators(case)
        tolerance = tolerance_of(columns, tolerances)
        found = meta_regression(
            case.yi,
            case.vi,
            columns,
            intercept=intercept,
            tau2_method=case.args["method"],
            test=case.args["test"],
        )
        absolute = floors(case, tolerance)
        for reference, attribute in NAMES.items():
            expected = case.result[reference]
            if reference == "vb" and np.ndim(expected) == 0:
                continue
            if reference == "R2" and expected is None and np.isfinite(found.r2_percent):
                assert found.r2_percent == pytest.approx(plain_r2(case, columns, found), abs=1e-4)
                unfitted.append(case.id)
                continue
            book.check(
                case.id,
                reference,
                getattr(found, attribute),
                expected,
                tolerance,
                absolute.get(reference, 0.0),
            )
        if "fit" in case.result:
            book.check(
                case.id, "ll", found.log_likelihood, case.result["fit"]["ll"], tolerance, 1e-8
            )
        compare_predictions(book, case, found, tolerance)
    book.settle(cases=375)
    assert len(unfitted) == 1  # metafor could not fit the model without moderators


def plain_r2(case, columns, found):
    """100 (1 - tau2 / tau2 without moderators), the latter the best of a fine grid, refined."""
    seen = np.isfinite(columns).all(-1) & np.isfinite(case.yi) & np.isfinite(case.vi)
    y, v = case.yi[seen, None], case.vi[seen, None]

    def likelihood(tau2):
        w = 1 / (v + tau2)
        residual = y - (w * y).sum(0) / w.sum(0)
        logs = np.log(w).sum(0) - (w * residual**2).sum(0)
        return logs - np.log(w.sum(0)) if case.args["method"] == "REML" else logs

    low, high = 0.0, np.ptp(y) ** 2
    for _ in range(12):
        grid = np.linspace(low, high, 2001)
        best = grid[likelihood(grid).argmax()]
        low, high = max(best - (grid[1] - grid[0]), 0.0), best + (grid[1] - grid[0])
    return max(100 * (1 - found.tau2 / best), 0.0)


def test_likelihood_ratio(oracle, ledger, tolerances):
    book = ledger("metareg likelihood ratio")
    for case in oracle.cases("metareg"):
        if "LRT" not in case.result:
            continue
        reference, (columns, intercept) = case.result["LRT"], moderators(case)
        seen = np.isfinite(columns).all(-1)
        full = meta_regression(case.yi, case.vi, columns, intercept=intercept, tau2_method="ML")
        reduced = pool(case.yi[seen], case.vi[seen], tau2_method="ML")
        ratio = 2 * (full.log_likelihood - reduced.log_likelihood)
        for name, value in (
            ("ll_full", full.log_likelihood),
            ("ll_reduced", reduced.log_likelihood),
            ("LRT", ratio),
        ):
            # the ratio is twice a difference: compared to the size of the likelihoods
            book.check(
                case.id,
                name,
                value,
                reference[name],
                tolerances["iterated"],
                1e-9 * (1 + abs(reference["ll_full"])),
            )
    book.settle(cases=38)


def compare_predictions(book, case, found, tolerance):
    first = case.result["predict_first"]
    predicted = predict_effects(found, found.design[: first["n"]])
    for reference, name in PREDICTED.items():
        if first.get(reference) is not None:
            book.check(
                case.id,
                f"predict {reference}",
                predicted[name],
                first[reference],
                tolerance,
                tolerance * predicted["std_error"],
            )


def test_aliased_columns_are_refused(oracle):
    cases = [case for case in oracle.cases("metareg") if case.args["formula"].endswith(ALIASED)]
    assert len(cases) == 6
    for case in cases:
        with pytest.raises(SynthesisError, match="moderator 3 follow"):
            meta_regression(case.yi, case.vi, case.design[:, 1:])


def test_diagnostics_of_regressions(oracle, ledger, tolerances):
    book = ledger("metareg diagnostics")
    for case in oracle.cases("metareg"):
        if "hat" not in case.result:
            continue
        columns, intercept = moderators(case)
        tolerance = tolerance_of(columns, tolerances)
        options = {"intercept": intercept, "tau2_method": case.args["method"]}
        found = influence(case.yi, case.vi, columns, **options)
        for name in ("hat", "rstudent", "rstandard"):
            book.check(case.id, name, getattr(found, name), case.result[name], tolerance)
        # a squared length: compared as the length
        book.check(
            case.id,
            "Cook",
            found.cooks_distance**0.5,
            np.sqrt(np.array(case.result["cook_d"], float)).tolist(),
            tolerance,
        )
        compare_q_profile(book, case, columns, intercept, tolerance)
    book.settle(cases=40)


def compare_q_profile(book, case, columns, intercept, tolerance):
    design = np.column_stack([np.ones(len(columns)), columns]) if intercept else columns
    seen = np.isfinite(case.yi) & np.isfinite(case.vi) & np.isfinite(design).all(1)
    basis, _ = orthonormal(design[seen], [str(j) for j in range(design.shape[1])])
    model = RegressionModel(case.yi[seen], case.vi[seen], basis)
    found = model_tau2_interval(model, "q_profile", case.args["method"], 0.95)
    book.check(
        case.id,
        "Q-profile",
        found.tau2,
        case.result["confint_QP"]["tau2"],
        tolerance,
        1e-8 * np.nanmedian(case.vi),
    )


def test_every_estimator_is_compared(oracle):
    methods = {case.args["method"] for case in oracle.cases("metareg")}
    assert methods == set(ESTIMATORS) | {"EE"}
