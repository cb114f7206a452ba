"""What an electronic invoice says, and how its texts become values."""

import datetime
import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal

AMOUNT = re.compile(r"-?\d{1,13}(\.\d{1,10})?")
DATE = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})")
NUMBER = re.compile(r"\d{8,20}")
CENT = Decimal("0.01")
MAX_TEXT = 200
# digits of the number of a digital invoice; older ones have 8, and a code
DIGITAL = 20


class EInvoiceError(Exception):
    """Why a file cannot be read as an invoice.

    ``reason`` is ``empty``, ``large``, ``encrypted``, ``broken``, ``unsafe``, ``nested``, ``encoding``, ``unknown`` (not an
    invoice at all) or ``number`` (an invoice without a number); ``details`` are the values that belong into the sentence.
    """

    def __init__(self, reason, **details):
        super().__init__(reason)
        self.reason = reason
        self.details = details


@dataclass(slots=True)
class Line:
    """One item; negative for a discount."""

    name: str
    amount: Decimal


@dataclass(slots=True)
class Invoice:
    """One invoice as its file says; amounts in yuan.

    ``kind`` is ``special_vat``, ``ordinary_vat``, ``railway_ticket``, ``air_ticket`` or ``other``; ``source`` is ``xml``,
    ``ofd``, ``pdf`` or ``text``; ``warnings`` are ``tax`` (none or no number), ``date`` (none that exists), ``total`` (none),
    ``sum`` (the amounts do not add up) and ``text`` (read from the picture of the invoice, to be compared).
    """

    number: str
    code: str = ""
    kind: str = "other"
    source: str = "xml"
    date: datetime.date | None = None
    seller_name: str = ""
    seller_tax_id: str = ""
    buyer_name: str = ""
    buyer_tax_id: str = ""
    untaxed: Decimal | None = None
    tax: Decimal | None = None
    total: Decimal | None = None
    is_red: bool = False
    original_number: str = ""
    seat_class: str = ""
    passenger: str = ""
    lines: list[Line] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def key(self):
        """What makes two files one invoice."""
        return make_key(self.code, self.number)


def normalise_number(text):
    """A number or code as it is compared: narrow digits and letters without any space.

    >>> normalise_number(" ２４ 31-2000\\u3000"), normalise_number(None)
    ('2431-2000', '')
    """
    # no number is that long, and long runs of accents take the library hours to put in order
    return "".join(unicodedata.normalize("NFKC", str(text or "")[:MAX_TEXT]).split()).upper()


def make_key(code, number):
    """What makes two invoices one, of both normalised: digital ones are known by their number of 20 digits alone.

    >>> make_key("3100", "12345678"), make_key("3100", "24312000000012345678")
    (('3100', '12345678'), ('', '24312000000012345678'))
    """
    return ("" if len(number) >= DIGITAL else code), number


def normalise_tax_id(text):
    """A tax ID as it is compared; Odoo's own may carry the country.

    >>> normalise_tax_id("cn 91310000ma1234567x")
    '91310000MA1234567X'
    """
    return normalise_number(text).removeprefix("CN")


def to_amount(text):
    """
    >>> to_amount("￥ 1,234.50"), to_amount("-3"), to_amount("1E9"), to_amount("*")
    (Decimal('1234.50'), Decimal('-3'), None, None)
    """
    text = normalise_number(text).translate({ord(mark): None for mark in "¥￥,"})
    return Decimal(text) if AMOUNT.fullmatch(text) else None


def to_date(text):
    """
    >>> to_date("2026年03月02日"), to_date("2026-03-02 10:11:12"), to_date("20260302"), to_date("2026-02-30")
    (datetime.date(2026, 3, 2), datetime.date(2026, 3, 2), datetime.date(2026, 3, 2), None)
    """
    if found := DATE.match(normalise_number(text)):
        try:
            return datetime.date(*map(int, found.groups()))
        except ValueError:
            return None
    return None


def clean_text(text, limit=200):
    """One line of text without control characters, of a length that fits a screen."""
    text = "".join(" " if unicodedata.category(mark) in ("Cc", "Cs") else mark for mark in (text or "")[: 2 * limit])
    return " ".join(text.split())[:limit]


def make_invoice(facts, source, kind, is_red=False, lines=()):
    """An ``Invoice`` from texts by the names of its fields; what is missing is worked out or warned of.

    :raises EInvoiceError: there is no number
    """
    number = normalise_number(facts.get("number"))
    if not NUMBER.fullmatch(number):
        raise EInvoiceError("number", number=clean_text(facts.get("number"), 40))
    untaxed, tax, total = (to_amount(facts.get(name)) for name in ("untaxed", "tax", "total"))
    day = to_date(facts.get("date"))
    warnings = ["text"] if source == "text" else []
    if day is None:
        warnings.append("date")
    if tax is None:
        warnings.append("tax")
        tax = total - untaxed if None not in (total, untaxed) else Decimal(0)
    if total is None and untaxed is not None:
        total = untaxed + tax
    if total is None:
        warnings.append("total")
    elif untaxed is None:
        untaxed = total - tax
    if total is not None and abs(untaxed + tax - total) > CENT:
        warnings.append("sum")
    return Invoice(
        number=number,
        code=normalise_number(facts.get("code"))[:20],
        kind=kind,
        source=source,
        date=day,
        seller_name=clean_text(facts.get("seller_name")),
        seller_tax_id=normalise_tax_id(facts.get("seller_tax_id"))[:30],
        buyer_name=clean_text(facts.get("buyer_name")),
        buyer_tax_id=normalise_tax_id(facts.get("buyer_tax_id"))[:30],
        untaxed=untaxed,
        tax=tax,
        total=total,
        is_red=is_red or (total or 0) < 0,
        original_number=normalise_number(facts.get("original_number"))[:20],
        seat_class=clean_text(facts.get("seat_class"), 40),
        passenger=clean_text(facts.get("passenger"), 60),
        lines=list(lines),
        warnings=warnings,
    )
