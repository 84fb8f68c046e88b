"""Small changes to the rules' own code: which of them do the tests of the package find?"""
