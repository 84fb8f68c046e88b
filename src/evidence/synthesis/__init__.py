"""Statistical synthesis of study results: pure functions on arrays, frozen records out.

Names are imported from their rooms on first use, so that importing the package is cheap.
"""

from importlib import import_module

_ROOMS = {
    "absolute": ("absolute_effect", "number_needed"),
    "back_transform": ("back_transform", "back_transformed"),
    "effects": ("effect_sizes", "generic_effects"),
    "errors": ("CaseLevelError", "SynthesisError", "check_studies", "refuse_cases"),
    "influence": ("blup", "influence"),
    "measures": ("MEASURES", "measure_named"),
    "pooling": ("common_effect", "pool"),
    "prediction": ("prediction_interval", "prediction_intervals", "probability_below"),
    "ratios": ("ratio_from_interval", "ratio_from_observed_minus_expected", "ratio_from_p",
               "ratio_from_p_and_events"),
    "records": ("Effects", "Pooled", "Prediction", "TauInterval"),
    "refits": ("cumulative", "leave_one_out", "leave_one_out_mantel_haenszel"),
    "regression": ("meta_regression", "predict_effects"),
    "stratified": ("mantel_haenszel", "peto"),
    "subgroups": ("subgroups",),
    "tau_interval": ("heterogeneity_from_test", "tau2_interval"),
}
# two functions carry the name of their room and are imported from it: influence, subgroups
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names if name != room}

__all__ = sorted(_ROOM_OF)


def __getattr__(name: str):
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)
