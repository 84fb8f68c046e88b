"""The cases of rma.glmm that are in scope, fitted by the package."""

import numpy as np

from evidence.synthesis.glmm.one_arm import binomial_normal, poisson_normal
from evidence.synthesis.glmm.two_arm import (
    conditional_odds_ratio,
    conditional_rate_ratio,
    unconditional_odds_ratio,
    unconditional_rate_ratio,
)

OUT_OF_SCOPE = {"UM.RS": 8, "CM.AL": 14}
IN_SCOPE = 85
EXACT_NODES = 31  # CM.EL of the odds ratio: metafor integrates adaptively
COLUMNS = {
    "PLO": ("xi", "ni"),
    "IRLN": ("xi", "ti"),
    "OR": ("ai", "n1i", "ci", "n2i"),
    "IRR": ("x1i", "t1i", "x2i", "t2i"),
}
FUNCTIONS = {
    ("PLO", None): binomial_normal,
    ("IRLN", None): poisson_normal,
    ("OR", "UM.FS"): unconditional_odds_ratio,
    ("OR", "CM.EL"): conditional_odds_ratio,
    ("IRR", "UM.FS"): unconditional_rate_ratio,
    ("IRR", "CM.EL"): conditional_rate_ratio,
}


def in_scope(oracle):
    return [c for c in oracle.cases("rma.glmm") if c.args.get("model") not in OUT_OF_SCOPE]


def fitted(case):
    args = case.args
    fit = FUNCTIONS[args["measure"], args.get("model")](
        *(case.column[name] for name in COLUMNS[args["measure"]]),
        design=case.design if "design" in args else None,
        nodes=args.get("nAGQ", EXACT_NODES),
        test=args.get("test", "z"),
    )
    return fit.common_effect if args.get("method") == "EE" else fit


def exact(case):
    return case.args["measure"] == "OR" and case.args.get("model") == "CM.EL"


def by_optimiser(case):
    """Random-effects models that lme4 fitted."""
    return case.args.get("method") != "EE" and not exact(case)


def kind(case):
    return case.id.split("/")[-1]


def tolerance(case, tolerances, of="glmm"):
    return tolerances[of] * (10 if case.result["control_step"] > 2 else 1)


def rough(case, fit, tolerances):
    """Whether the reference's standard errors differ from ours by more than it deserves.

    Of every such case test_glmm_standard_errors.py shows that ours is the exact derivative.
    """
    found, reference = np.atleast_1d(fit.std_error), np.array(case.result["se"], float)
    # no optimiser's step is behind the Hessian of the exact likelihood
    limit = tolerances["glmm"] if exact(case) else tolerance(case, tolerances)
    return bool((np.abs(found - reference) > limit * reference).any())
