"""`make hostile`: its variants, how it judges the end of a command, and one of each family."""

import pytest

from bench.hostile.run import run
from bench.hostile.variant import Variant, untouched, written
from bench.hostile.variants import all_variants

VARIANTS = all_variants()
FAMILIES = {variant.family for variant in VARIANTS}


def test_there_are_some_400_variants_each_of_its_own_name():
    assert len(VARIANTS) >= 395
    assert len({variant.title for variant in VARIANTS}) == len(VARIANTS)
    assert len(FAMILIES) == 8


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_the_last_of_each_family_is_refused_as_it_should_be(family):
    number = max(i for i, variant in enumerate(VARIANTS) if variant.family == family)
    assert run(number).faults == ()


def _pool(text: str, *words: str) -> Variant:
    command = ("pool", "{root}/studies.csv", "--measure", "PLO")
    return Variant("mine", "one", written("studies.csv", text), command, words)


@pytest.mark.parametrize(
    ("variant", "fault"),
    [
        (_pool("study,xi,ni\nA,1,9\n"), "accepted"),
        (_pool("study,xi,ni\nA,x,9\n", "row 7"), "not named: row 7"),
        (_pool("study,xi,ni\nA,x,9\n", "row 7|row 2"), None),
        (Variant("mine", "one", untouched, ("zzz",), ()), None),
    ],
)
def test_what_is_a_fault(monkeypatch, variant, fault):
    monkeypatch.setattr("bench.hostile.variants.all_variants", lambda: [variant])
    faults = run(0).faults
    assert faults == () if fault is None else faults[0].startswith(fault)
