"""Traceable evidence synthesis: coded, harmonised, audited, pooled and drawn, in one direction.

The order of the packages is stated in pyproject.toml under ``[tool.importlinter]`` and drawn in
docs/architecture.md.
"""

__version__ = "0.1.0"
