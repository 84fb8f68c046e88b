"""Do counts, percentages, parts and wholes agree, and has each quantity a single value?"""
