"""Figures: one file a kind, each with ``draw`` and ``describe``; style, presets and export.

A kind is imported when it is first named (``figures.forest``), so that importing
this package costs no more than it must. Statistics come in ready-made: nothing
here computes one, and nothing here reads a file.
"""

from importlib import import_module
from importlib.util import find_spec


def __getattr__(name: str):
    path = f"{__name__}.{name}"
    if name.startswith("_") or find_spec(path) is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(path)
