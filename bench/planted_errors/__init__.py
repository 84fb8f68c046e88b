"""Planted errors: does the audit find what was changed on purpose?"""
