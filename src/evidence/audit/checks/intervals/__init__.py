"""Do an estimate, its interval and its p value agree at the level stated, and can an interval be
reproduced?
"""
