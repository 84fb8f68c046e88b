"""Does the author's term fit the criteria printed, and do abstract, text and captions agree on a
response?
"""
