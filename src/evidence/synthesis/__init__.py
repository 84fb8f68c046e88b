"""Statistical synthesis of study results: pure functions on arrays, frozen records out.

Names are imported from their rooms on first use, so that importing the package is cheap.
"""

from importlib import import_module

_ROOMS = {
    "absolute": ("absolute_effect", "number_needed"),
    "back_transform": ("back_transform", "back_transformed"),
    "bayes": ("bayesian",),
    "comparisons": ("arm_intervals", "compare_arms"),
    "conventions": ("convention_ledger",),
    "effects": ("effect_sizes", "generic_effects"),
    "errors": ("CaseLevelError", "SynthesisError", "check_studies", "refuse_cases"),
    "glmm": ("binomial_normal", "poisson_normal"),
    "influence": ("blup", "influence"),
    "measures": ("MEASURES", "measure_named"),
    "permutation": ("permutation_test",),
    "pooling": ("common_effect", "pool"),
    "population_mean": ("conditional_mean", "marginal_mean"),
    "prediction": ("prediction_interval", "prediction_intervals", "probability_below"),
    "priors": ("HalfCauchy", "HalfNormal", "NormalMean", "Uniform"),
    "proportions": (
        "agresti_coull",
        "blaker",
        "clopper_pearson",
        "jeffreys",
        "mid_p",
        "wilson",
        "wilson_corrected",
    ),
    "ratios": (
        "ratio_from_interval",
        "ratio_from_observed_minus_expected",
        "ratio_from_p",
        "ratio_from_p_and_events",
    ),
    "records": ("Effects", "Pooled", "Prediction", "TauInterval"),
    "refits": ("cumulative", "leave_one_out", "leave_one_out_mantel_haenszel"),
    "regression": ("meta_regression", "predict_effects"),
    "selection": ("step_selection",),
    "small_study": ("begg", "egger", "egger_meta_regression"),
    "stratified": ("mantel_haenszel", "peto"),
    "study_table": ("columns_from_table", "effects_from_table", "labels_of"),
    "tau_interval": ("heterogeneity_from_test", "tau2_interval"),
    "two_arm_asymmetry": ("harbord", "peters"),
    "two_arm_glmm": (
        "conditional_odds_ratio",
        "conditional_rate_ratio",
        "unconditional_odds_ratio",
        "unconditional_rate_ratio",
    ),
    "two_by_two": ("two_arm_interval",),
}
# functions that carry the name of their room are imported from it: back_transform, beta_binomial,
# funnel, gosh, influence, multiverse, rate_interval, subgroups, trim_and_fill
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names if name != room}

__all__ = sorted(_ROOM_OF)


def __getattr__(name: str):
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)
