"""Phone numbers as they are compared."""

import re


def to_digits(number):
    """A phone number as it is compared, with or without the country's code.

    >>> [to_digits(text) for text in ("138 0000-0000", "+86 13800000000", None)]
    ['13800000000', '13800000000', '']
    """
    digits = re.sub(r"\D", "", number or "")
    return digits.removeprefix("86") if len(digits) > 11 else digits
