"""Do abstract, text and captions agree on a response?"""
