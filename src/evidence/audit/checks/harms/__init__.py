"""Do words on harms and tolerance fit the grades, values and statements reported beside them?"""
