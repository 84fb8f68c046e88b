"""Ratios from printed intervals: the examples on metafor's help page of conv.wald."""

from evidence.synthesis.effect_sizes.from_interval import effects_from_interval


def test_odds_ratios(prints):
    found = effects_from_interval([1.03, 1.60], [1.82, 2.23], estimate=[1.37, 1.89], measure="OR")
    prints(found.yi, [0.3148, 0.6366], 4)
    prints(found.vi, [0.0211, 0.0072], 4)
