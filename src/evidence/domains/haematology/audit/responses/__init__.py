"""Does the author's term fit the criteria reported, and do abstract, text and captions agree on a
response?
"""
