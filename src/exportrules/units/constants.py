"""The circle number as a fraction."""

from __future__ import annotations

from fractions import Fraction

# 300 decimals, cut off. Degrees and radians have no rational ratio, so (zero aside) no magnitude in one
# equals a magnitude in the other, and with numbers of the permitted length the two never come so near
# that the cut could change their order. A test proves this from the continued fraction.
_DECIMALS = (
    "1415926535897932384626433832795028841971693993751058209749445923078164062862089986280348253421170679"
    "8214808651328230664709384460955058223172535940812848111745028410270193852110555964462294895493038196"
    "4428810975665933446128475648233786783165271201909145648566923460348610454326648213393607260249141273"
)
PI = 3 + Fraction(int(_DECIMALS), 10 ** len(_DECIMALS))
