"""What a notebook calls: ``review = ev.open_review()``, then tables, sentences, figures, origins.

Every output carries the keys of the rows behind it in its metadata, so that a number in a
sentence can be traced like one in a table.
"""
