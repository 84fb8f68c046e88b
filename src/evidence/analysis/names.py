"""The names of measures and methods in other programs, and the nearest one to a wrong name."""

from difflib import get_close_matches

from evidence.synthesis.effect_sizes.measures import MEASURES, Measure, measure_named
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.inference import TESTS
from evidence.synthesis.pooling.tau2_estimators import ESTIMATORS

# Names of R meta (its argument sm) that are not metafor's codes, and short names.
OTHER_NAMES = {
    "PLOGIT": "PLO",
    "PRAW": "PR",
    "proportion": "PR",
    "incidence_rate": "IR",
    "hedges_g": "SMD",
}
# R meta's method.random.ci and metafor's test, folded to small letters.
TEST_NAMES = {
    "classic": "wald",
    "hk": "knapp_hartung",
    "hakn": "knapp_hartung",
    "hksj": "knapp_hartung",
    "knha": "knapp_hartung",
    "adhoc": "knapp_hartung_ad_hoc",
    "z": "wald",
}
TAU2_NAMES = {"FE": "EE", "CE": "EE", "COMMON": "EE", "FIXED": "EE", "DERSIMONIAN-LAIRD": "DL"}


def resolve_measure(name: str | Measure) -> Measure:
    """Return the measure of a name in the field, in metafor or in R meta.

    Raises `SynthesisError` that names the nearest one.

    >>> resolve_measure("PLOGIT").name, resolve_measure("risk ratio").code
    ('logit_proportion', 'RR')
    """
    if isinstance(name, Measure):
        return name
    folded = str(name).strip().lower().replace(" ", "_").replace("-", "_")
    known = {measure.name: measure for measure in MEASURES}
    known |= {measure.code.lower(): measure for measure in MEASURES}
    known |= {other.lower(): measure_named(code) for other, code in OTHER_NAMES.items()}
    if folded not in known:
        raise SynthesisError(_unknown("measure", name, folded, [m.name for m in MEASURES]))
    return known[folded]


def resolve_test(name: str) -> str:
    """Return the full name of a test, also from metafor's or R meta's.

    >>> resolve_test("HK"), resolve_test("t")
    ('knapp_hartung', 't')
    """
    folded = str(name).strip().lower().replace(" ", "_").replace("-", "_")
    found = TEST_NAMES.get(folded, folded)
    if found not in TESTS:
        raise SynthesisError(_unknown("test", name, folded, list(TESTS)))
    return found


def resolve_tau2_method(name: str) -> str:
    """Return the estimator of tau² in capitals, also from a longer name.

    >>> resolve_tau2_method("reml"), resolve_tau2_method("FE")
    ('REML', 'EE')
    """
    folded = str(name).strip().upper()
    found = TAU2_NAMES.get(folded, folded)
    if found not in (*ESTIMATORS, "EE"):
        raise SynthesisError(_unknown("tau2_method", name, folded, [*ESTIMATORS, "EE"]))
    return found


def _unknown(what: str, name: object, folded: str, allowed: list[str]) -> str:
    near = get_close_matches(folded, allowed, n=1, cutoff=0.5)
    guess = f" (did you mean {near[0]!r}?)" if near else ""
    return f"{what} {name!r} found{guess}; allowed: {', '.join(allowed)}"
