"""Thresholds of the checks of doses against a label, each with its source.

Doses, days and limits of the label are in the code lists ``dose_schedule`` and
``label_limits``, with their sources; how far a dose may be from the label's is
:data:`evidence.harmonise.doses.TOLERANCE`.
"""

LABEL = "code lists dose_schedule and label_limits"
