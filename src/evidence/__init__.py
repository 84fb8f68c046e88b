"""Traceable evidence synthesis: coded, harmonised, audited, pooled and drawn, in one direction.

The rooms, each importing only from those before it:
coded, harmonise, audit, synthesis, figures, tables, review, cli.
"""

__version__ = "0.1.0"
