"""The formats that a manuscript is written in."""
