"""Reads the print of an invoice: texts that stand somewhere on a page, put into rows and looked through by pattern.

What is read so is to be compared with the print by a person.
"""

import re
from dataclasses import dataclass

from .invoice import Line, make_invoice
from .texts import clean_text, to_amount
from .title import TITLE, get_kind
from .xml_invoice import add_air_amounts, find_original

MAX_ROWS = 400
MAX_ROW = 500
# figures and signs of print in their usual width; brackets stay, as names have them
NARROW = {0xFF01 + shift: 0x21 + shift for shift in range(94) if chr(0x21 + shift) not in "()"} | {0x3000: " "}
TAX_ID = r"(?<![0-9A-Z])(?=[0-9A-Z]*\d{6})[0-9A-Z]{15,18}(?![0-9A-Z])"
MONEY = r"-?[\d,]{1,15}\.\d{2}"
PATTERNS = {
    "number": re.compile(r"发\s*票\s*号\s*码[:\s]*(\d{8,20})(?!\d)"),
    "code": re.compile(r"发\s*票\s*代\s*码[:\s]*(\d{10,12})(?!\d)"),
    "date": re.compile(r"(?:开\s*票|填\s*开)\s*日\s*期[:\s]*(\d{4}\s*[年-]\s*\d{1,2}\s*[月-]\s*\d{1,2})"),
    "total": re.compile(rf"(?:小\s*写\s*[)）]?|票\s*价|退\s*票\s*费)[:\s]*[¥]?\s*({MONEY})"),
    "seat_class": re.compile(r"(商务座|特等座|[一二]等座|动卧|高级软卧|软卧|硬卧|软座|硬座|无座)"),
    "original": re.compile(r"((?:蓝字|正数)\S{0,20}?\s{0,5}\d{8,20}(?:\s{0,5}号码?:?\s{0,5}\d{8})?)"),
}
NAMES = re.compile(r"名\s*称\s*:\s*(\S*)")
TAX_IDS = re.compile(rf"识\s*别\s*号\s*:\s*({TAX_ID}|)")
SUM = re.compile(rf"(?<!税)合\s*计\D{{0,40}}?({MONEY})\s*¥?\s*({MONEY}|\*+)?")
AIR = re.compile(rf"CNY\s*({MONEY})")
ITEM = re.compile(rf"(\*[^*\s]{{1,30}}\*\S+)(?:.*?({MONEY})\s+(?:[\d.]+%|免税|不征税|\*+))?")
LABELS = ("名称", "识别号", "信用代码", "购买方", "销售方")


@dataclass(slots=True)
class Fragment:
    """A piece of text on a page, ``y`` counted downwards; a piece without a place is a row of its own."""

    text: str
    x: float = 0
    y: float | None = None
    size: float = 10


def make_rows(fragments):
    """The texts of a page as rows, from top to bottom and from left to right."""
    rows, placed = [], []
    for fragment in fragments:
        if fragment.y is None:
            rows.append(fragment.text)
        elif fragment.text.strip():
            placed.append(fragment)
    row = []
    for fragment in sorted(placed, key=lambda fragment: (fragment.y, fragment.x)):
        if row and fragment.y - row[0].y > 0.6 * max(row[0].size, 1):
            rows.append(_join(row))
            row = []
        row.append(fragment)
    return [*rows, *([_join(row)] if row else [])][:MAX_ROWS]


def _join(row):
    """One line; a gap between two pieces is a space."""
    text, end = "", None
    for fragment in sorted(row, key=lambda fragment: fragment.x):
        text += (" " if end is not None and fragment.x - end > 0.3 * fragment.size else "") + fragment.text
        end = fragment.x + fragment.size * sum(1 if ord(mark) > 0x2E80 else 0.5 for mark in fragment.text)
    return text[:MAX_ROW]


def find_kind(text):
    """The kind by the title of a page."""
    found = TITLE.search("".join(text.split()))
    return get_kind(found[0]) if found else "other"


def read_page(rows, known=()):
    """The invoice of a page, or nothing.

    :param rows: texts, see ``make_rows``
    :param known: ``{field: text}`` that is sure, such as what the document says of itself
    :raises EInvoiceError: there is something like an invoice, but no number
    """
    text = "\n".join(rows).translate(NARROW)
    facts = _find_facts(text) | {name: value for name, value in dict(known).items() if value}
    if not facts.get("number"):
        return None
    kind = find_kind(facts.get("kind") or text)
    lines = _find_lines(text)
    if kind == "air_ticket" and len(amounts := AIR.findall(text)) >= 6:
        facts.update(zip(("fare", "fuel", "tax", "fund", "other_taxes", "total"), amounts, strict=False))
        add_air_amounts(facts, lines)
    find_original(facts | {"remark": facts.get("original", "")})
    return make_invoice(facts, "text", kind, lines=lines)


def _find_facts(text):
    facts = {name: found[1] for name, pattern in PATTERNS.items() if (found := pattern.search(text))}
    if "退票费" in text:
        facts.pop("seat_class", None)
    if original := facts.pop("original", ""):
        facts["remark"] = original
        find_original(facts)
    _find_alone(text, facts)
    names = [name for name in NAMES.findall(text) if not any(label in name for label in LABELS)]
    tax_ids = TAX_IDS.findall(text)
    if not any(tax_ids):
        tax_ids = re.findall(TAX_ID, text)
    for field, values in (("name", names), ("tax_id", tax_ids)):
        # on all of them the buyer stands left of or above the seller
        facts.update(zip((f"buyer_{field}", f"seller_{field}"), values, strict=False))
    return facts


def _find_alone(text, facts):
    """What stands apart from its label: only where no other could be meant."""
    numbers = set(re.findall(r"(?<!\d)\d{20}(?!\d)", text)) - {facts.get("original_number")}
    if "number" not in facts and len(numbers) == 1:
        facts["number"] = numbers.pop()
    if "date" not in facts and (day := re.search(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日", text)):
        facts["date"] = day[0]
    if found := SUM.search(text):
        facts["untaxed"], facts["tax"] = found[1], found[2] or ""
    amounts = [to_amount(amount) for amount in re.findall(rf"¥\s*({MONEY})", text)[:20]]
    for total in amounts:
        for tax in amounts:
            if "total" not in facts and tax and total - tax in amounts and abs(tax) < abs(total - tax):
                facts.update(total=str(total), tax=str(tax), untaxed=str(total - tax))


def _find_lines(text):
    rows = (ITEM.search(row) for row in text.split("\n"))
    return [Line(clean_text(found[1]), to_amount(found[2])) for found in rows if found]
