"""Figures: one module for each kind, with ``draw`` and ``describe``; style, presets and export.

A kind is imported when it is first named (``figures.forest``), so that importing
this package costs no more than it must. Statistics come in ready-made: nothing here
computes one, and nothing here reads a file.
"""

from importlib import import_module
from types import ModuleType

# kind -> module with ``draw`` and ``describe``
KINDS = {
    "appraisal": "risk_of_bias.traffic_light",
    "appraisal_sheet": "risk_of_bias.sheet",
    "appraisal_summary": "risk_of_bias.summary",
    "baujat": "diagnostics.baujat",
    "bubble": "diagnostics.bubble",
    "citation_network": "overview.citation_network",
    "claims_verdict": "overview.claim_verdicts",
    "cumulative": "forest.cumulative",
    "drapery": "diagnostics.drapery",
    "evidence_map": "overview.evidence_map",
    "forest": "forest",
    "forest_panels": "forest.panels",
    "funnel": "diagnostics.funnel",
    "gosh": "diagnostics.gosh",
    "influence_panel": "diagnostics.influence_panel",
    "labbe": "diagnostics.labbe",
    "leave_one_out": "forest.leave_one_out",
    "patient_timeline": "overview.patient_timeline",
    "prisma": "overview.prisma",
    "radial": "diagnostics.radial",
    "rate_bars": "overview.rate_bars",
    "reporting_map": "overview.reporting_map",
    "specification_curve": "diagnostics.specification_curve",
    "swimmer": "swimmer",
    "treatment_sequence": "overview.treatment_sequence",
}


def kind_named(name: str) -> ModuleType:
    """The module that draws a kind of figure."""
    return import_module(f"{__name__}.{KINDS[name]}")


def __getattr__(name: str) -> ModuleType:
    if name not in KINDS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return kind_named(name)


def __dir__() -> list[str]:
    return sorted({*globals(), *KINDS})
