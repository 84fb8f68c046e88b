"""What an analysis is written with: tables of studies in, results and figures out.

Everything here is reached as ``evidence.pool``, ``evidence.forest`` and so on.
"""
