"""Exact fractions as pairs of whole numbers."""

from math import gcd


class Ratio:
    """A fraction of whole numbers in lowest terms, its denominator positive."""

    __slots__ = ("over", "under")

    def __init__(self, over, under=1):
        shared = gcd(over, under)
        self.over, self.under = over // shared, under // shared

    def __add__(self, other):
        return Ratio(self.over * other.under + other.over * self.under, self.under * other.under)

    def __sub__(self, other):
        return Ratio(self.over * other.under - other.over * self.under, self.under * other.under)

    def __mul__(self, other):
        return Ratio(self.over * other.over, self.under * other.under)

    def __lt__(self, other):
        return self.over * other.under < other.over * self.under

    def __le__(self, other):
        return self.over * other.under <= other.over * self.under

    def __eq__(self, other):
        return (self.over, self.under) == (other.over, other.under)

    def __hash__(self):
        return hash((self.over, self.under))

    def __repr__(self):
        return f"{self.over}:{self.under}"

    def share_of(self, whole):
        """How much of another fraction, not zero, this one is."""
        if whole.over < 0:
            return Ratio(-self.over * whole.under, -self.under * whole.over)
        return Ratio(self.over * whole.under, self.under * whole.over)

    def floor(self):
        """The largest whole number that is not above it."""
        return self.over // self.under

    def settle(self, mode):
        """The nearest whole number; a half goes away from zero (half_up) or to the even neighbour (half_even)."""
        size, under = abs(self.over), self.under
        whole, rest = divmod(size, under)
        if 2 * rest > under or (2 * rest == under and (mode == "half_up" or whole % 2)):
            whole += 1
        return whole if self.over >= 0 else -whole


ZERO, ONE = Ratio(0), Ratio(1)
