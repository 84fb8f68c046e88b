"""Meta-regression, subgroups and permutation tests."""

from evidence.synthesis.regression.meta_regression import meta_regression, predict_effects
from evidence.synthesis.regression.permutation_test import permutation_test
from evidence.synthesis.regression.subgroups import subgroups

__all__ = ["meta_regression", "permutation_test", "predict_effects", "subgroups"]
