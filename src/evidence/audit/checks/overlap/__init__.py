"""May patients be counted twice: reports of one trial, one patient in two reports, a case inside a
series?
"""
