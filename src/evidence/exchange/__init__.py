"""Coded tables to and from what other programs read: workbooks, reference managers, registers."""
