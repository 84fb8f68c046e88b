"""What of the reference grid the core does not answer, by case type and with counts."""

from pathlib import Path

import pytest

from evidence.synthesis.effect_sizes.measures import MEASURES
from evidence.synthesis.pooling.tau2_estimators import ESTIMATORS

DECISION = Path(__file__).parents[2] / "docs" / "decisions" / "0010-synthesis.md"

# answered by the rooms of the core, see test_core_*.py
CORE = {
    "rma.uni": 2215,
    "metareg": 375,
    "subgroup": 39,
    "rma.mh": 202,
    "rma.peto": 20,
    "leave1out": 180,
    "cumul": 180,
    "influence": 60,
}
# of these: estimators and quantities that are left out on purpose
CORE_LEFT_OUT = {
    "rma.uni HSk": 43,
    "rma.uni PMM": 43,
    "rma.uni SJIT": 43,
    "rma.uni GENQ": 43,
    "rma.uni DLIT": 34,
}
# answered by the other rooms of the package
ELSEWHERE = {
    "rma.glmm": 107,
    "regtest": 1114,
    "ranktest": 70,
    "trimfill": 766,
    "gosh": 65,
    "permutest": 16,
    "ci.prop": 30,
}
# not in the package, for the reasons of the decision
NOWHERE = {
    "robust": 11,
    "fsn": 280,
    "tes": 69,
    "selmodel": 36,
    "ci.2x2": 108,
    "ci.rate": 9,
    "gosh.mh": 4,
    "leave1out.mh": 38,
}


def test_every_case_is_in_one_place(oracle):
    counts = oracle.counts()
    counts.pop("effects")
    assert counts == CORE | ELSEWHERE | NOWHERE


def test_estimators_left_out(oracle):
    cases = oracle.cases("rma.uni")
    for name, count in CORE_LEFT_OUT.items():
        method = name.removeprefix("rma.uni ")
        assert sum(case.args["method"] == method for case in cases) == count


def test_no_case_of_the_core_grid_is_suspect(oracle):
    """The suspect REML subsets belong to GOSH; no case compared here is marked."""
    suspects = [case.id for kind in CORE for case in oracle.cases(kind) if case.suspect]
    assert suspects == []


@pytest.mark.parametrize("kind", ["measures", "variances", "estimators", "models", "types"])
def test_what_is_left_out_is_named_with_its_reason(oracle, kind):
    """Every measure, estimator and model that no other test compares has a stated reason."""
    effects = [effect for dataset in oracle.datasets for effect in dataset["effects"]]
    there = {
        "measures": {e["measure"] for e in effects} - {measure.code for measure in MEASURES},
        "variances": {e.get("vtype", "LS") for e in effects} - {"LS", None},
        "estimators": {c.args["method"] for c in oracle.cases("rma.uni")} - {"EE", *ESTIMATORS},
        "models": {c.args.get("model", "") for c in oracle.cases("rma.glmm")}
        - {"", "UM.FS", "CM.EL"},
        "types": set(NOWHERE),
    }[kind]
    text = DECISION.read_text(encoding="utf-8")
    assert there and not [name for name in there if f"`{name}`" not in text]
