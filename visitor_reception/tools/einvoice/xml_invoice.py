"""From parsed XML to an invoice, whichever dialect it speaks."""

from decimal import Decimal

from .invoice import EInvoiceError, Line, clean_text, make_invoice, to_amount
from .names import AIR, LINE, LINES, RAILWAY, VAT, pick
from .xml_tree import get_namespace, parse_xml

TAXONOMIES = {"rai": (RAILWAY, "railway_ticket"), "atr": (AIR, "air_ticket")}


def read_xml(data, budget, source="xml"):
    """
    :raises EInvoiceError: as ``parse_xml``, or it is no invoice (``unknown``, ``number``)
    """
    root = parse_xml(data, budget)
    if root.tag == "xbrl":
        return _read_xbrl(root, source)
    lines = _take_lines(root)
    facts = pick(_get_texts(root), VAT)
    if not any(facts.values()):
        raise EInvoiceError("unknown")
    return make_invoice(facts, source, get_kind(facts["kind"]), is_red=is_red(facts["red"]), lines=lines)


def get_kind(text):
    """The kind by the code or by the words for it; some platforms leave both out.

    >>> [get_kind(text) for text in ("01", "电子发票（普通发票）", "铁路电子客票", "")]
    ['special_vat', 'ordinary_vat', 'railway_ticket', 'other']
    """
    words = {
        "专用": "special_vat", "普通": "ordinary_vat", "铁路": "railway_ticket", "航空": "air_ticket",
        "01": "special_vat", "02": "ordinary_vat",
    }  # fmt: skip
    return next((kind for word, kind in words.items() if word in text), "other")


def is_red(text):
    """
    >>> is_red("N"), is_red("红字"), is_red("Y"), is_red("")
    (True, True, False, False)
    """
    return text.strip().upper() == "N" or "红" in text


def _read_xbrl(root, source):
    # a test file has its facts without any namespace: then their names tell
    kinds = [TAXONOMIES[name] for name in (get_namespace(root),) if name in TAXONOMIES] or TAXONOMIES.values()
    for table, kind in kinds:
        facts = pick(_get_texts(root), table)
        if facts["number"]:
            route = " ".join(filter(None, (facts["train"], facts["place_from"], facts["place_to"])))
            lines = [Line(clean_text(route), to_amount(facts["total"]) or Decimal(0))] if route else []
            return make_invoice(facts, source, kind, lines=lines)
    raise EInvoiceError("unknown")


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
    wanted = {name.casefold() for name in LINES}
    found = [element for element in root.iter() if element.tag.casefold() in wanted and len(element)]
    # of elements in each other the innermost is the item, so that each text is looked at once
    outer = set()
    for element in found:
        while (element := element.getparent()) is not None and element not in outer:
            outer.add(element)
    lines = []
    for element in found:
        facts = pick(_get_texts(element) if element not in outer else (), LINE)
        if facts["name"]:
            lines.append(Line(clean_text(facts["name"]), to_amount(facts["amount"]) or Decimal(0)))
        if element is not root:
            element.getparent().remove(element)
    return lines
