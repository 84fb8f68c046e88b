"""Traceable evidence synthesis: coded, harmonised, audited, pooled and drawn, in one direction.

``import evidence as ev``, then ``ev.pool(table, measure="RR")`` and ``ev.forest(fit)``. A name
is imported when it is first used, so that importing the package is cheap. The order of the
packages is stated in pyproject.toml under ``[tool.importlinter]`` and drawn in
docs/architecture.md.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# public name -> module that holds it
_MODULES = {
    "CaseLevelError": "synthesis.errors",
    "EvidenceFigure": "analysis.figure",
    "Fit": "analysis.fit",
    "HalfCauchy": "synthesis.bayes.priors",
    "HalfNormal": "synthesis.bayes.priors",
    "Prediction": "analysis.fit",
    "Subgroups": "analysis.subgroups",
    "SynthesisError": "synthesis.errors",
    "at_level": "summary.results.trials",
    "baujat": "analysis.plots.of_fit",
    "bayes": "analysis.robustness",
    "begg": "analysis.diagnose",
    "bubble": "analysis.plots.of_fit",
    "compare_arms": "synthesis.proportions.compare_arms",
    "count_reported": "synthesis.proportions.count_reported",
    "cumulative": "analysis.refits",
    "cumulative_plot": "analysis.plots.of_fit",
    "drapery": "analysis.plots.curves",
    "egger": "analysis.diagnose",
    "evidence_map": "analysis.plots.own_frame",
    "forest": "analysis.forest",
    "funnel": "analysis.plots.of_fit",
    "gosh": "analysis.diagnose",
    "gosh_plot": "analysis.plots.curves",
    "influence": "analysis.diagnose",
    "influence_plot": "analysis.plots.of_fit",
    "labbe": "analysis.plots.of_fit",
    "leave_one_out": "analysis.refits",
    "leave_one_out_plot": "analysis.plots.of_fit",
    "meta_regression": "analysis.diagnose",
    "multiverse": "analysis.robustness",
    "multiverse_plot": "analysis.plots.curves",
    "number_needed": "synthesis.effect_sizes",
    "open_review": "review.notebook.open_review",
    "pool": "analysis.pool",
    "prediction_interval": "analysis.diagnose",
    "prisma": "analysis.plots.own_frame",
    "radial": "analysis.plots.of_fit",
    "read_study_table": "synthesis.study_table",
    "subgroups": "analysis.subgroups",
    "swimmer": "analysis.plots.swimmer",
    "traffic_light": "analysis.plots.own_frame",
    "traffic_light_summary": "analysis.plots.own_frame",
    "trim_and_fill": "analysis.diagnose",
}

__all__ = [
    "CaseLevelError",
    "EvidenceFigure",
    "Fit",
    "HalfCauchy",
    "HalfNormal",
    "Prediction",
    "Subgroups",
    "SynthesisError",
    "at_level",
    "baujat",
    "bayes",
    "begg",
    "bubble",
    "compare_arms",
    "count_reported",
    "cumulative",
    "cumulative_plot",
    "drapery",
    "egger",
    "evidence_map",
    "forest",
    "funnel",
    "gosh",
    "gosh_plot",
    "influence",
    "influence_plot",
    "labbe",
    "leave_one_out",
    "leave_one_out_plot",
    "meta_regression",
    "multiverse",
    "multiverse_plot",
    "number_needed",
    "open_review",
    "pool",
    "prediction_interval",
    "prisma",
    "radial",
    "read_study_table",
    "subgroups",
    "swimmer",
    "traffic_light",
    "traffic_light_summary",
    "trim_and_fill",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
