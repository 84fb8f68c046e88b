"""Do counts, percentages, parts and wholes agree, and is one quantity told with one value?"""
