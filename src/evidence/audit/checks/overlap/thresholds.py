"""Thresholds of the checks of overlap, each with what it rests on."""

SHARED_AUTHORS = 2  # a threshold of this project
AGE_BAND_YEARS = 1.0
TRAITS = ("sex", "ph_status", "kmt2a_status", "karyotype")
AGENTS = ("inotuzumab", "blinatumomab")  # codes of therapy classes, and words of titles
