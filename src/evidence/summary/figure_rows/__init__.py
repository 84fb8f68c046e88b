"""Frames that figures draw, made from harmonised tables and results."""
