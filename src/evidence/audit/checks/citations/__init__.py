"""Is a claim in the study it is credited to, and is a reference what it is cited for?"""
