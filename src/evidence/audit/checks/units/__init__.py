"""Is a value possible in its unit, is the unit there, and what was likely meant?"""
