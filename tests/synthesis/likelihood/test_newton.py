"""Damped Newton ascent, row by row."""

import numpy as np

from evidence.synthesis.newton import climb


def double_well(points, rows):
    x = points[:, 0]
    return (x**2 / 2 - x**4 / 4), (x - x**3)[:, None], (1 - 3 * x**2)[:, None, None]


def test_climbs_out_of_the_convex_part():
    summit = climb(double_well, np.array([[0.05], [-0.3], [4.0]]))
    np.testing.assert_allclose(summit.point.ravel(), [1, -1, 1], rtol=1e-9)
    assert summit.converged.all()


def test_rows_do_not_touch_one_another():
    centre = np.arange(5.0)

    def bowls(points, rows):
        gap = points[:, 0] - centre[rows]
        return -np.cosh(gap), -np.sinh(gap)[:, None], -np.cosh(gap)[:, None, None]

    together = climb(bowls, np.full((5, 1), 2.0))
    np.testing.assert_allclose(together.point.ravel(), centre, atol=1e-10)
    for row in range(5):
        alone = climb(lambda p, r, row=row: bowls(p, np.array([row])), np.full((1, 1), 2.0))
        assert alone.point[0, 0] == together.point[row, 0]


def test_a_slope_without_summit_is_said():
    def ramp(points, rows):
        x = points[:, 0]
        return -np.exp(-x), np.exp(-x)[:, None] + 1e-3, -np.exp(-x)[:, None, None]

    assert not climb(ramp, np.zeros((1, 1))).converged[0]
