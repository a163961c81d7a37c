"""Reads what nobody trusts: for check.py and its parts."""
from fractions import Fraction
from math import ceil

SAFE = 2**53 - 1
INFINITE = float("inf")

class Refused(Exception):
    pass

# ---- Reading
def require(holds, why):
    if not holds:
        raise Refused(why)

def as_map(value, what, names=None):
    require(isinstance(value, dict), what + " is no map")
    for key in value if names else ():
        require(key in names.split(), "%s has a key %r" % (what, key))
    return value

def whole(value, least, what):
    """An exact whole number of at least `least` (None: any)."""
    if type(value) is int and abs(value) <= SAFE and (least is None or value >= least):
        return value  # As most are.
    good = isinstance(value, (int, float)) and not isinstance(value, bool)
    require(good and abs(value) <= SAFE and value == int(value), what + " is no exact whole number")
    require(least is None or value >= least, what + " is too small a number")
    return int(value)

def as_list(value, length, what):
    require(isinstance(value, list) and length in (None, len(value)), what + " is no such list")
    return value

def wholes(value, length, least, what):
    return [whole(one, least, what) for one in as_list(value, length, what)]

def table(value, rows, columns, what):
    return [wholes(row, columns, 0, what) for row in as_list(value, rows, what)]

def over(numerator, denominator):  # rounded up
    return -((-numerator) // denominator)

def lifted(bound, step):
    """The least multiple of the step that is no less; of 0 the least whole number."""
    return step * ceil(Fraction(bound) / step) if step else ceil(bound)

def factor_of(terms, *names):
    require(len(terms) == 1 and terms[0]["objective"] in names, "it does not bound such a target")
    return terms[0]["factor"]
