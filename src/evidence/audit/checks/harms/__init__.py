"""Do words on harms and tolerance fit the grades, values and statements printed beside them?"""
