"""Leave-one-out, cumulative, influence and subgroups, against metafor."""

import numpy as np
import pytest

from evidence.synthesis.regression.subgroups import subgroups
from evidence.synthesis.sensitivity.influence import influence
from evidence.synthesis.sensitivity.leave_one_out import cumulative, leave_one_out

NAMES = {
    "estimate": "estimate",
    "se": "std_error",
    "stat": "statistic",
    "pval": "p_value",
    "ci_lb": "ci_low",
    "ci_ub": "ci_high",
    "Q": "q",
    "Qp": "q_p_value",
    "tau2": "tau2",
    "I2": "i2_percent",
    "H2": "h2",
}
DIAGNOSTICS = {
    "rstudent": "rstudent",
    "dffits": "dffits",
    "cook_d": "cooks_distance",
    "cov_r": "covariance_ratio",
    "tau2_del": "tau2_deleted",
    "QE_del": "q_deleted",
    "hat": "hat",
    "weight": "weight_percent",
    "rstandard": "rstandard",
    "resid": "residual",
    "is_infl": "influential",
}


def floors(case, tolerance):
    return {
        "tau2": 1e-8 * np.nanmedian(case.vi),
        "I2": 1e-6,
        "Q": 1e-12,
        "ci_lb": tolerance * np.array(case.result["se"]),
        "ci_ub": tolerance * np.array(case.result["se"]),
    }


def compare_refits(book, case, fit, tolerance):
    absolute = floors(case, tolerance)
    for expected, attribute in NAMES.items():
        if expected in case.result:
            book.check(
                case.id,
                expected,
                getattr(fit, attribute),
                case.result[expected],
                tolerance,
                absolute.get(expected, 0.0),
            )


@pytest.mark.parametrize("kind", ["leave1out", "cumul"])
def test_refits(oracle, ledger, tolerances, kind):
    book = ledger(kind)
    for case in oracle.cases(kind):
        options = {"tau2_method": case.args["method"], "test": case.args["test"]}
        if kind == "cumul":
            options["order"] = case.args["order"]
        refit = cumulative if kind == "cumul" else leave_one_out
        compare_refits(book, case, refit(case.yi, case.vi, **options).fit, tolerances["iterated"])
    book.settle(cases=180)


def test_influence(oracle, ledger, tolerances):
    book = ledger("influence")
    for case in oracle.cases("influence"):
        found = influence(case.yi, case.vi, tau2_method=case.args["method"])
        for expected, attribute in DIAGNOSTICS.items():
            absolute = 1e-8 * np.nanmedian(case.vi) if expected == "tau2_del" else 0.0
            book.check(
                case.id,
                expected,
                getattr(found, attribute),
                case.result[expected],
                tolerances["iterated"],
                absolute,
            )
        book.check(
            case.id, "dfbs", found.dfbetas[:, 0], case.result["dfbs"], tolerances["iterated"]
        )
    book.settle(cases=60)


def test_subgroups(oracle, ledger, tolerances):
    book = ledger("subgroup")
    for case in oracle.cases("subgroup"):
        by = case.dataset["mods"][case.args["by"]]
        found = subgroups(case.yi, case.vi, by, tau2_method=case.args["method"])
        compare_levels(book, case, found.fits, case.result, tolerances["iterated"])
        book.check(case.id, "Qb", found.q_between, case.result["Qb"], tolerances["iterated"])
        book.check(case.id, "Qb p", found.p_value, case.result["Qb_p"], tolerances["iterated"])
        shared = subgroups(case.yi, case.vi, by, tau2="common", tau2_method=case.args["method"])
        compare_levels(book, case, shared.fits, case.result["common"], tolerances["iterated"])
        book.check(
            case.id,
            "common QM",
            shared.q_between,
            case.result["common"]["QM"],
            tolerances["iterated"],
        )
        book.check(
            case.id,
            "overall",
            shared.overall.estimate,
            case.result["overall"]["b"],
            tolerances["iterated"],
        )
    book.settle(cases=39)


def compare_levels(book, case, fits, expected, tolerance):
    absolute = {"tau2": 1e-8 * np.nanmedian(case.vi), "I2": 1e-6, "QE": 1e-12}
    for name, attribute in (
        ("b", "estimate"),
        ("se", "std_error"),
        ("tau2", "tau2"),
        ("QE", "q"),
        ("I2", "i2_percent"),
        ("ci_lb", "ci_low"),
        ("ci_ub", "ci_high"),
        ("k", "k"),
    ):
        if np.ndim(expected.get(name)) == 1:
            found = [getattr(fit, attribute) for fit in fits]
            book.check(case.id, name, found, expected[name], tolerance, absolute.get(name, 0.0))
