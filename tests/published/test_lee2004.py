"""Henmi and Copas 2010, doi:10.1002/sim.4029, page 2978.

P6 stimulation trials (Lee and Done 2004).
"""

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.pooling.pool import pool


def test_dersimonian_laird(trials, prints):
    fit = pool(effect_sizes("odds_ratio", **trials("lee2004")), tau2_method="DL")
    prints([fit.estimate, fit.ci_low, fit.ci_high, fit.tau2], [-0.679, -1.066, -0.291, 0.333], 3)
