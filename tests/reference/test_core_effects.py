"""Effect sizes and sampling variances of every measure the package has, against metafor."""

from collections import Counter

import numpy as np

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.effect_sizes.measures import MEASURES

CODES = {measure.code for measure in MEASURES}
# measures and variance types that the package leaves out, with the number of effect sets
LEFT_OUT = {
    "OR2DL": 20,
    "OR2DN": 20,
    "PBIT": 20,
    "PHI": 20,
    "YUQ": 20,
    "YUY": 20,
    "ABT": 1,
    "AHW": 1,
    "ARAW": 1,
    "CVR": 5,
    "D2OR": 5,
    "RBIS": 5,
    "RPB": 5,
    "SMD1": 5,
    "SMDH": 5,
    "VR": 5,
}
OTHER_VARIANCES = {"RD": 40, "PR": 10, "SMD": 15, "MD": 5, "ROM": 5, "COR": 4}
GIVEN = 11  # data sets that come as yi, vi


def in_scope(effect):
    return effect["measure"] in CODES and effect.get("vtype", "LS") == "LS"


def test_effects(oracle, ledger, tolerances):
    book = ledger("effects")
    for dataset in oracle.datasets:
        columns = {name: np.array(values, float) for name, values in dataset["input"].items()}
        for effect in dataset["effects"]:
            if not in_scope(effect) or effect["measure"] == "GEN":
                continue
            found = effect_sizes(
                effect["measure"],
                zero_policy=effect["to"],
                correction=effect["add"],
                double_zero="drop" if effect["drop00"] else "keep",
                **columns,
            )
            book.check(effect["id"], "yi", found.yi, effect["yi"], tolerances["closed"])
            book.check(effect["id"], "vi", found.vi, effect["vi"], tolerances["closed"])
    book.settle(cases=388)


def test_what_is_left_out_is_named_and_counted(oracle):
    effects = [effect for dataset in oracle.datasets for effect in dataset["effects"]]
    unknown = Counter(e["measure"] for e in effects if e["measure"] not in CODES)
    variances = Counter(
        e["measure"]
        for e in effects
        if e["measure"] in CODES and e.get("vtype", "LS") not in ("LS", None)
    )
    given = [e for e in effects if e["measure"] == "GEN"]
    assert (dict(unknown), dict(variances), len(given)) == (LEFT_OUT, OTHER_VARIANCES, GIVEN)
    assert len(effects) == 388 + unknown.total() + variances.total() + GIVEN
