"""Inotuzumab against its label: dose by day, total of a cycle, number of doses and cycles,
intervals.
"""
