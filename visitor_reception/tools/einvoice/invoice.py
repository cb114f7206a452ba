"""What an electronic invoice says, and how its texts become values."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from .texts import DIGITAL, OLDER, clean_text, make_key, normalise_number, normalise_tax_id, to_amount, to_date, to_tax

CENT = Decimal("0.01")


class EInvoiceError(Exception):
    """Why a file cannot be read as an invoice.

    ``reason`` is ``empty``, ``large``, ``many`` (files in a ZIP), ``slow`` (takes too long), ``encrypted``, ``broken``,
    ``unsafe``, ``nested``, ``encoding``, ``unknown`` (not an invoice at all) or ``number`` (an invoice without a number);
    ``details`` are the values that belong into the sentence.
    """

    def __init__(self, reason, **details):
        super().__init__(reason)
        self.reason = reason
        self.details = details


@dataclass(slots=True)
class Line:
    """One item, negative for a discount; a journey has no amount of its own."""

    name: str
    amount: Decimal | None


@dataclass(slots=True)
class Invoice:
    """One invoice as its file says; amounts in yuan.

    ``kind`` is ``special_vat``, ``ordinary_vat``, ``railway_ticket``, ``air_ticket`` or ``other``; ``source`` is ``xml``,
    ``ofd``, ``pdf`` or ``text`` (the print of the invoice); ``fees`` are what bears no tax, such as the civil aviation
    fund; ``warnings`` are ``tax`` (none or no number), ``date`` (none that exists), ``total`` (none), ``sum`` (the amounts
    do not add up) and ``text`` (read from the print of the invoice, to be compared).
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
    fees: Decimal = Decimal(0)
    total: Decimal | None = None
    is_red: bool = False
    original_code: str = ""
    original_number: str = ""
    seat_class: str = ""
    passenger: str = ""
    lines: list[Line] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def key(self):
        """What makes two files one invoice."""
        return make_key(self.code, self.number)


def make_invoice(facts, source, kind, is_red=False, lines=()):
    """An ``Invoice`` from texts by the names of its fields; what is missing is worked out or warned of.

    :raises EInvoiceError: there is no number
    """
    number = normalise_number(facts.get("number"))
    if not number.isdecimal() or not OLDER <= len(number) <= DIGITAL:
        raise EInvoiceError("number", number=clean_text(facts.get("number"), 40))
    day = to_date(facts.get("date"))
    warnings = ["text"] if source == "text" else []
    if day is None:
        warnings.append("date")
    amounts = _work_out(facts, warnings)
    total = amounts["total"]
    return Invoice(
        number=number,
        code=normalise_number(facts.get("code"))[:DIGITAL],
        kind=kind,
        source=source,
        date=day,
        seller_name=clean_text(facts.get("seller_name")),
        seller_tax_id=normalise_tax_id(facts.get("seller_tax_id"))[:30],
        buyer_name=clean_text(facts.get("buyer_name")),
        buyer_tax_id=normalise_tax_id(facts.get("buyer_tax_id"))[:30],
        is_red=is_red or (total or 0) < 0,
        original_code=normalise_number(facts.get("original_code"))[:DIGITAL],
        original_number=normalise_number(facts.get("original_number"))[:DIGITAL],
        seat_class=clean_text(facts.get("seat_class"), 40),
        passenger=clean_text(facts.get("passenger"), 60),
        lines=list(lines),
        warnings=warnings,
        **amounts,
    )


def _work_out(facts, warnings):
    """The amounts, each from the others where the file leaves it out; what does not fit is added to ``warnings``."""
    untaxed, total = to_amount(facts.get("untaxed")), to_amount(facts.get("total"))
    tax, fees = to_tax(facts.get("tax")), to_amount(facts.get("fees")) or Decimal(0)
    if tax is None:
        tax = total - untaxed - fees if None not in (total, untaxed) else Decimal(0)
        # who says the other two and not the third has said it
        if tax < 0 or None in (total, untaxed):
            warnings.append("tax")
    if total is None and untaxed is not None:
        total = untaxed + tax + fees
    if total is None:
        warnings.append("total")
    elif untaxed is None:
        untaxed = total - tax - fees
    if total is not None and abs(untaxed + tax + fees - total) > CENT:
        warnings.append("sum")
    return {"untaxed": untaxed, "tax": tax, "fees": fees, "total": total}
