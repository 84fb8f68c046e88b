"""Funnel asymmetry against metafor's regtest() and ranktest()."""

import numpy as np
import pytest

from evidence.synthesis.effect_sizes.effect_sizes import generic_effects
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.small_study.egger_begg import begg, egger, egger_meta_regression

PREDICTORS = {
    "sei": "std_error", "vi": "variance", "ni": "size", "ninv": "inverse_size",
    "sqrtni": "root_size", "sqrtninv": "inverse_root_size",
}  # fmt: skip
SIZE_COLUMNS = {
    "bin2": ("n1i", "n2i"), "mean2": ("n1i", "n2i"), "rate2": ("t1i", "t2i"), "rate1": ("ti",),
}  # fmt: skip


def effects_of(case):
    """The effects unchanged: the engine refuses one-arm measures by name, the formula does not."""
    columns = SIZE_COLUMNS.get(case.dataset["kind"], ("ni",))
    sizes = sum(case.column[name] for name in columns) if set(columns) <= set(case.column) else None
    return generic_effects(case.yi, case.vi, sizes=sizes)


def fitted(case):
    options = {"predictor": PREDICTORS[case.args["predictor"]]}
    if case.args["model"] == "lm":
        return egger(effects_of(case), **options)
    test = "knapp_hartung" if case.args.get("test") == "knha" else "wald"
    return egger_meta_regression(
        effects_of(case), tau2_method=case.args["method"], test=test, **options
    )


@pytest.mark.parametrize("model, count", [("lm", 388), ("rma", 726)])
def test_every_regression_test_of_the_reference(oracle, ledger, tolerances, model, count):
    book = ledger(f"regtest {model}")
    for case in oracle.cases("regtest"):
        if case.args["model"] != model or case.suspect:
            continue
        found, answer = fitted(case), case.result
        closed = model == "lm" or case.args["method"] in ("DL", "EE")
        tolerance = tolerances["closed" if closed else "iterated"]
        book.check(case.id, "statistic", found.statistic, answer["stat"], tolerance, tolerance)
        book.check(case.id, "p", found.p_value, answer["pval"], tolerance, tolerance)
        book.check(
            case.id,
            "slope",
            found.slope,
            answer["b"][1],
            tolerance,
            abs(answer["se"][1]) * tolerance,
        )
        book.check(case.id, "slope error", found.slope_std_error, answer["se"][1], tolerance)
        if answer["df"] is not None:
            assert found.df == answer["df"]
        if answer["est"] is not None:
            limits = [found.limit, found.limit_low, found.limit_high]
            expected = [answer["est"], answer["ci_lb"], answer["ci_ub"]]
            book.check(
                case.id, "limit", limits, expected, tolerance, abs(answer["se"][0]) * tolerance
            )
        else:
            assert np.isnan(found.limit)
    book.settle(cases=count)


def test_every_rank_test_of_the_reference(oracle, ledger):
    book = ledger("ranktest")
    for case in oracle.cases("ranktest"):
        found, answer = begg(effects_of(case)), case.result
        book.check(case.id, "tau", found.tau, answer["tau"], 1e-10)
        if answer["pval"] is not None:
            # R subtracts a tail from 1, so its small p values are known to 1e-14 absolutely
            book.check(case.id, "p", found.p_value, answer["pval"], 1e-10, 2e-14)
        assert found.ties == answer["ties"]
    book.settle(cases=70)


def test_the_refusal_of_proportions_is_by_measure(oracle):
    case = next(case for case in oracle.cases("regtest") if case.measure == "PLO")
    with pytest.raises(SynthesisError, match="one arm"):
        egger(generic_effects(case.yi, case.vi, measure="PLO"))
