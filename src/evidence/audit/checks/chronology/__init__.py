"""Do reported intervals follow from their dates, and do dates, day numbers, ages and follow-up
agree?
"""
