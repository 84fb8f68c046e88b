"""Small-study effects: asymmetry tests, trim and fill, selection models, funnel contours."""

from evidence.synthesis.small_study.egger_begg import begg, egger, egger_meta_regression
from evidence.synthesis.small_study.funnel import funnel
from evidence.synthesis.small_study.harbord_peters import harbord, peters
from evidence.synthesis.small_study.selection_model import step_selection
from evidence.synthesis.small_study.trim_and_fill import trim_and_fill

__all__ = [
    "begg",
    "egger",
    "egger_meta_regression",
    "funnel",
    "harbord",
    "peters",
    "step_selection",
    "trim_and_fill",
]
