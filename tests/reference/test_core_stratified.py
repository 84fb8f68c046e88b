"""Mantel-Haenszel and Peto against metafor."""

from evidence.synthesis.pooling.mantel_haenszel import mantel_haenszel, peto

NAMES = {
    "b": "estimate",
    "se": "std_error",
    "stat": "statistic",
    "pval": "p_value",
    "ci_lb": "ci_low",
    "ci_ub": "ci_high",
    "I2": "i2_percent",
    "H2": "h2",
    "QE": "q",
    "QEp": "q_p_value",
    "k": "k",
}
TESTS = {"MH": "cochran_mantel_haenszel", "BD": "breslow_day", "TA": "tarone"}


def policies(args):
    """metafor's add and to, each one value or a pair (study effects, pooled sums)."""
    if "to" not in args:
        return {}
    if args["to"] == "none":
        return {"zero_policy": "none", "study_zero_policy": "none"}
    return {
        "study_zero_policy": args["to"][0],
        "zero_policy": args["to"][1],
        "correction": args["add"][0],
    }


def test_mantel_haenszel(oracle, ledger, tolerances):
    book = ledger("rma.mh")
    for case in oracle.cases("rma.mh"):
        found = mantel_haenszel(
            case.args["measure"],
            continuity=case.args.get("correct", True),
            **policies(case.args),
            **case.column,
        )
        for expected, attribute in NAMES.items():
            book.check(
                case.id,
                expected,
                getattr(found, attribute),
                case.result[expected],
                tolerances["closed"],
            )
        for expected, name in TESTS.items():
            if case.result.get(expected) is not None:
                statistic, _, p = found.extra[name]
                book.check(
                    case.id, expected, statistic, case.result[expected], tolerances["closed"]
                )
                book.check(
                    case.id, expected + "p", p, case.result[expected + "p"], tolerances["closed"]
                )
    book.settle(cases=202)


def test_peto(oracle, ledger, tolerances):
    book = ledger("rma.peto")
    for case in oracle.cases("rma.peto"):
        found = peto(**case.column)
        for expected, attribute in NAMES.items():
            book.check(
                case.id,
                expected,
                getattr(found, attribute),
                case.result[expected],
                tolerances["closed"],
            )
    book.settle(cases=20)
