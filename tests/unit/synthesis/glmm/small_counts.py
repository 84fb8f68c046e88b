"""Six small studies: events, subjects and person-time."""

import numpy as np

EVENTS = np.array([3, 9, 0, 14, 7, 2])
TOTALS = np.array([20, 25, 11, 30, 40, 18])
TIME = np.array([210.0, 260, 120, 310, 400, 190])
