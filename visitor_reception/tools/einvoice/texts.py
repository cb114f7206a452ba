"""How texts become numbers, amounts, days and names that can be compared: in files, in fields and in searches alike."""

import datetime
import re
import unicodedata
from decimal import Decimal

AMOUNT = re.compile(r"-?\d{1,13}(\.\d{1,10})?")
DATE = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})")
# what people and forms write before a number
LABEL = re.compile(r"(数电)?(发票|票|INVOICE)?(号码|代码|编号|号|NUMBER|NO)")
# letters that nobody sees (Hangul fillers)
UNSEEN = "\u115f\u1160\u3164\uffa0"
# no tax: tax-free, not taxed, or stars
NO_TAX = re.compile(r"\*+|-+|免税|不征税|出口零税率|普通零税率")
# signs of money are left out, and every dash before an amount is a minus
MONEY_MARKS = {ord(mark): None for mark in "¥￥元,"} | {ord(mark): "-" for mark in "−‐‑‒–—﹣－负"}
BRACKETS = str.maketrans("〔［【〈", "((((") | str.maketrans("〕］】〉", "))))")
MAX_TEXT = 200
# digits of the number of a digital invoice; older ones have 8, and a code
DIGITAL = 20
OLDER = 8
CODE_DIGITS = (10, 12)


def _narrow(text):
    # no number is that long, and long runs of accents take the library hours to put in order
    return unicodedata.normalize("NFKC", str(text or "")[:MAX_TEXT])


def normalise_number(text):
    """A number or code as it is compared: its digits, of whatever script and width.

    Spaces, invisible characters, punctuation and what stands before a number ("No.", 发票号码) are no part of it. A letter
    stays, so that the caller can refuse it.

    >>> normalise_number(" ２４ 31-2000\\u3000"), normalise_number("No.\\u200b25\\u0663."), normalise_number(None)
    ('24312000', '253', '')
    >>> normalise_number("发票号码：2531"), normalise_number("25O1")
    ('2531', '25O1')
    """
    marks = []
    for mark in _narrow(text):
        digit = unicodedata.decimal(mark, None)
        if digit is not None:
            marks.append(str(digit))
        elif unicodedata.category(mark)[0] in "LN" and mark not in UNSEEN:
            marks.append(mark.upper())
    number = "".join(marks)
    label = LABEL.match(number)
    return number[label.end() :] if label else number


def make_key(code, number):
    """What makes two invoices one, of both normalised: digital ones are known by their number of 20 digits alone.

    >>> make_key("3100", "12345678"), make_key("3100", "24312000000012345678")
    (('3100', '12345678'), ('', '24312000000012345678'))
    """
    return ("" if len(number) >= DIGITAL else code), number


def spell_key(key):
    """The numbers under which people may have typed the invoice ``key``: with or without its code before it.

    >>> sorted(spell_key(("3100204130", "12345678"))), sorted(spell_key(("", "310020413012345678")))
    (['12345678', '310020413012345678'], ['12345678', '310020413012345678'])
    """
    code, number = key
    bare = number[-OLDER:] if len(number) - OLDER in CODE_DIGITS else number
    return {number, code + number, bare}


def normalise_tax_id(text):
    """A tax ID as it is compared; Odoo's own may carry the country.

    >>> normalise_tax_id("cn 91310000ma1234567x"), normalise_tax_id("９131\\u200b0000-MA1234567X")
    ('91310000MA1234567X', '91310000MA1234567X')
    """
    return "".join(mark for mark in _narrow(text).upper() if mark.isascii() and mark.isalnum()).removeprefix("CN")


def normalise_name(text):
    """A company's name as it is compared: brackets of any width, no spaces, nothing invisible.

    >>> normalise_name("示例 （上海）公司") == normalise_name("示例(上海)公司\\u200b")
    True
    """
    kept = (mark for mark in _narrow(text) if unicodedata.category(mark)[0] not in "CZ")
    return "".join(kept).translate(BRACKETS).casefold()


def to_amount(text):
    """
    >>> to_amount("￥ 1,234.50"), to_amount("-3"), to_amount("1E9"), to_amount("*"), to_amount("CNY 5.00")
    (Decimal('1234.50'), Decimal('-3'), None, None, Decimal('5.00'))
    >>> to_amount("−2.50"), to_amount("（2.50）"), to_amount("-￥2.50"), to_amount("负2.50")
    (Decimal('-2.50'), Decimal('-2.50'), Decimal('-2.50'), Decimal('-2.50'))
    """
    text = "".join(_narrow(text).split()).removeprefix("CNY").translate(MONEY_MARKS)
    # bookkeepers write what is taken off in brackets
    text = f"-{text[1:-1]}" if text.startswith("(") and text.endswith(")") else text
    return Decimal(text) if AMOUNT.fullmatch(text) else None


def to_tax(text):
    """An amount of tax; who bears none writes stars or words.

    >>> to_tax("6.00"), to_tax("***"), to_tax("免税"), to_tax("")
    (Decimal('6.00'), Decimal('0'), Decimal('0'), None)
    """
    return Decimal(0) if NO_TAX.fullmatch("".join(_narrow(text).split())) else to_amount(text)


def to_date(text):
    """
    >>> to_date("2026年03月02日"), to_date("2026-03-02 10:11:12"), to_date("20260302"), to_date("2026-02-30")
    (datetime.date(2026, 3, 2), datetime.date(2026, 3, 2), datetime.date(2026, 3, 2), None)
    """
    if found := DATE.match("".join(_narrow(text).split())):
        try:
            return datetime.date(*map(int, found.groups()))
        except ValueError:
            return None
    return None


def clean_text(text, limit=200):
    """One line of text without control characters, of a length that fits a screen."""
    text = "".join(" " if unicodedata.category(mark) in ("Cc", "Cs") else mark for mark in (text or "")[: 2 * limit])
    return " ".join(text.split())[:limit]
