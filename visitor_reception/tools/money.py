"""Amounts in capitals (大写金额) as Chinese accounting writes them.  Plain Python, exact decimals."""

from decimal import ROUND_HALF_UP, Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("仟", "佰", "拾", "")
GROUPS = ("亿", "万", "")
LARGEST = Decimal("999999999999.99")


def _to_fen(amount):
    """``amount`` in whole fen, half a fen up; a float counts as the decimal that it prints.

    >>> [_to_fen(amount) for amount in (1.005, "2.675", -0.1, Decimal("0.004"))]
    [101, 268, -10, 0]
    """
    value = Decimal(str(amount))
    if not value.is_finite() or abs(value) > LARGEST:
        raise ValueError(f"No amount in capitals for {amount}: the largest is {LARGEST}")
    return int((value * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _group_in_words(number):
    """Four digits without leading zeros: zeros between two digits are written once, those at the end not at all.

    >>> [_group_in_words(number) for number in (5, 10, 1001, 1010, 2300)]
    ['伍', '壹拾', '壹仟零壹', '壹仟零壹拾', '贰仟叁佰']
    """
    words = ""
    gap = False
    for digit, place in zip(f"{number:04}", PLACES, strict=True):
        if digit == "0":
            gap = bool(words)
            continue
        words += ("零" if gap else "") + DIGITS[int(digit)] + place
        gap = False
    return words


def _yuan_in_words(yuan):
    """A whole number of yuan, in groups of four digits.

    >>> [_yuan_in_words(yuan) for yuan in (10010, 100000, 1000000001, 100001000)]
    ['壹万零壹拾', '壹拾万', '壹拾亿零壹', '壹亿零壹仟']
    """
    words = ""
    gap = False
    for number, unit in zip((yuan // 10**8, yuan // 10**4 % 10**4, yuan % 10**4), GROUPS, strict=True):
        if not number:
            gap = True
            continue
        if words and (gap or number < 1000):
            words += "零"
        words += _group_in_words(number) + unit
        gap = False
    return words


def amount_in_words(amount):
    """The amount in capitals, rounded to the fen (half up).

    :param amount: yuan, as Decimal, int, str or float, up to 999,999,999,999.99 either way
    :raises ValueError: beyond that, or not a number

    >>> amount_in_words("1234.50")
    '壹仟贰佰叁拾肆元伍角整'
    >>> amount_in_words(100.01)
    '壹佰元零壹分'
    >>> amount_in_words(-12.3)
    '负壹拾贰元叁角整'
    >>> amount_in_words(0)
    '零元整'
    """
    fen = _to_fen(amount)
    yuan, rest = divmod(abs(fen), 100)
    jiao, cents = divmod(rest, 10)
    words = _yuan_in_words(yuan) + "元" if yuan else ""
    if jiao:
        words += DIGITS[jiao] + "角"
    elif cents and words:
        words += "零"
    words += DIGITS[cents] + "分" if cents else "整"
    if not fen:
        words = "零元整"
    return ("负" if fen < 0 else "") + words
