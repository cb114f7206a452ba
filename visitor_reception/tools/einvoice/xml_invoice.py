"""From parsed XML to invoices, whichever dialect they speak."""

import re
from decimal import Decimal

from .invoice import EInvoiceError, Line, make_invoice
from .names import AIR, LINE, RAILWAY, SEGMENT, VAT, casefold_names, pick
from .texts import clean_text, normalise_number, to_amount
from .title import get_kind, get_kind_by_code
from .xml_tree import get_taxonomy, parse_xml

NUMBERS = casefold_names(*VAT["number"], *RAILWAY["number"], *AIR["number"])
ITEM_NAMES = casefold_names(*LINE["name"])
# how a remark names the invoice that a red one takes back
BLUE = r"(?:蓝字|正数)(?:数电)?(?:发票|票)?"
ORIGINAL = re.compile(
    rf"{BLUE}(?:代码[:：]?\s*(?P<code>\d{{10,12}})\W*(?:\w{{0,3}}{BLUE})?)?(?:发票)?号码?[:：]?\s*(?P<number>\d{{8,20}})"
)
# how dialects name the field that says it, beside the names that are known
ORIGINAL_FIELD = re.compile(r"\w*(?:蓝字|正数|红冲|冲红|原)\w*票\w*?(号码?|代码)")
# lists of invoices in lists of lists are nobody's
MAX_NESTING = 3


def read_xml(data, budget, source="xml"):
    """The invoices of an XML file: usually one.

    :raises EInvoiceError: as ``parse_xml``, or it is no invoice (``unknown``, ``number``)
    """
    root = parse_xml(data, budget)
    return [_read_root(part, source) for part in _split(root)]


def is_red(text):
    """
    >>> is_red("N"), is_red("红字"), is_red("true"), is_red("Y"), is_red("")
    (True, True, True, False, False)
    """
    return text.strip().upper() in ("N", "TRUE", "是") or "红" in text


def find_original(facts, texts=()):
    """What a red invoice takes back, from a field of any name or from its remark; added to ``facts``.

    :param texts: ``(name, text)`` of all fields
    """
    for name, text in texts:
        if (field := ORIGINAL_FIELD.fullmatch(name)) and normalise_number(text).isdecimal():
            key = "original_code" if field[1] == "代码" else "original_number"
            facts[key] = facts.get(key) or text
    if not facts.get("original_number") and (found := ORIGINAL.search(facts.get("remark", ""))):
        facts["original_number"] = found["number"]
        facts["original_code"] = found["code"] or ""


def _split(root, nesting=MAX_NESTING):
    """The elements that hold one invoice each."""
    parts = {}
    for child in root:
        numbers = {normalise_number(e.text) for e in child.iter() if not len(e) and e.tag.casefold() in NUMBERS} - {""}
        if numbers:
            parts[child] = numbers
    if len(set().union(*parts.values())) < 2:
        return [root]
    if len(parts) > 1:
        # what stands beside them belongs to none of them
        return list(parts)
    return _split(next(iter(parts)), nesting - 1) if nesting else [root]


def _read_root(root, source):
    taxonomy = get_taxonomy(root)
    # a test file has its facts without any namespace: then their names tell
    for name, reader in (("rai", _read_railway), ("atr", _read_air)):
        if taxonomy in (name, "") and (invoice := reader(root, source)):
            return invoice
    lines = _take_lines(root)
    texts = list(_get_texts(root))
    facts = pick(texts, VAT)
    if not any(text for name, text in facts.items() if name != "remark"):
        raise EInvoiceError("unknown")
    find_original(facts, texts)
    kind = get_kind(facts["kind"])
    if kind == "other":
        kind = {"spcl": "special_vat", "ord": "ordinary_vat"}.get(_get_schema(root), kind)
    if kind == "other":
        kind = get_kind_by_code(facts["code"])
    return make_invoice(facts, source, kind, is_red=is_red(facts["red"]), lines=lines)


def _get_schema(root):
    """What the finance ministry's schema calls the invoice: ``spcl``, ``ord`` or nothing."""
    reference = next(root.iter("schemaRef"), None)
    text = "" if reference is None else "".join(reference.attrib.values())
    return next((word for word in ("spcl", "ord") if f"_{word}_" in text), "")


def _read_railway(root, source):
    facts = pick(_get_texts(root), RAILWAY)
    if not facts["number"]:
        return None
    if "退" in facts["business"] or facts["refunded"]:
        # what is kept of a ticket that was given back: nobody has travelled, and the fare was paid back
        is_told = facts["untaxed"] and facts["tax"]
        facts.update(total=facts["refunded"] or ("" if is_told else facts["total"]))
        facts.update(train="", place_from="", place_to="", seat_class="")
        name = "退票费"
    else:
        name = " ".join(filter(None, (facts["train"], facts["place_from"], facts["place_to"])))
    ticket = make_invoice(facts, source, "railway_ticket")
    ticket.lines = [Line(clean_text(name), ticket.total or Decimal(0))] if name else []
    return ticket


def _read_air(root, source):
    facts = pick(_get_texts(root), AIR)
    if not facts["number"]:
        return None
    segments = [pick(_get_texts(row), SEGMENT) for row in root.iter("DetailInformationOfAirTicketTuple")]
    routes = (" ".join(filter(None, segment.values())) for segment in segments)
    lines = [Line(clean_text(route), None) for route in routes if route]
    add_air_amounts(facts, lines)
    return make_invoice(facts, source, "air_ticket", lines=lines)


def add_air_amounts(facts, lines):
    """Fare and fuel are what bears tax; the fund and other taxes are what does not. Added to ``facts`` and ``lines``."""
    parts = {"fare": "票价", "fuel": "燃油附加费", "fund": "民航发展基金", "other_taxes": "其他税费"}
    amounts = {name: to_amount(facts[name]) for name in parts}
    lines += [Line(parts[name], amount) for name, amount in amounts.items() if amount]
    if amounts["fare"] is not None:
        facts["untaxed"] = str(amounts["fare"] + (amounts["fuel"] or 0))
    facts["fees"] = str((amounts["fund"] or 0) + (amounts["other_taxes"] or 0))


def _get_texts(root):
    """Names and texts of the leaves; a label (code and name) stands under the name of what it labels."""
    for element in root.iter():
        if not len(element):
            yield element.tag, element.text or ""
            continue
        labels = [label for name in ("LabelName", "LabelCode") if (label := element.findtext(name))]
        if labels:
            yield element.tag, labels[0] if element.tag != "InIssuType" else labels[-1]


def _take_lines(root):
    """The items, taken out so that none of their amounts is mistaken for a total."""
    found = {}
    for leaf in root.iter():
        if not len(leaf) and leaf.tag.casefold() in ITEM_NAMES and (item := leaf.getparent()) is not None:
            found[item] = leaf
    lines = []
    for item in found:
        leaves = [(leaf.tag, leaf.text or "") for leaf in item if not len(leaf)]
        facts = pick(leaves, LINE)
        if facts["name"]:
            lines.append(Line(clean_text(facts["name"]), to_amount(facts["amount"])))
        if not NUMBERS.intersection(name.casefold() for name, _text in leaves) and item.getparent() is not None:
            item.getparent().remove(item)
    return lines
