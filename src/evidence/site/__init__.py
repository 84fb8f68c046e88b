"""The review as a static page in which every number opens the place where it was reported."""
