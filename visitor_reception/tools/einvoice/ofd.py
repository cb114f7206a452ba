"""OFD (GB/T 33190): a ZIP of XML. What is attached is surer than tags, tags than custom data, these than the print."""

import re

from .invoice import EInvoiceError, Line, make_invoice
from .names import LINE, VAT, pick
from .page import Fragment, find_kind, make_rows, read_page
from .texts import clean_text, normalise_number, to_amount
from .title import get_kind
from .xml_invoice import find_original, read_xml
from .xml_tree import parse_xml

MAX_ATTACHED = 10
MAX_PAGES = 5
PAGE = re.compile(r"(Pages?/Page_\d+|Tpls?/Tpls?_\d+)/Content\.xml$")


def read_ofd(files, budget):
    """The invoices of an opened container: usually one.

    :param dict files: name to function that unpacks it, see ``open_archive``
    :raises EInvoiceError: there is no invoice in it
    """
    document = parse_xml(files["OFD.xml"](), budget)
    custom = pick([(data.get("Name") or "", data.text or "") for data in document.iter("CustomData")], VAT)
    attached = _read_attached(files, budget)
    if attached and all(invoice.kind != "other" for invoice in attached):
        return attached
    objects, pages = _read_pages(files, budget)
    title = find_kind("".join(row for rows in pages for row in rows))
    for invoice in attached:
        # older ones say what they are in their title alone
        invoice.kind = invoice.kind if invoice.kind != "other" else title
    return attached or _read_tagged(files, objects, custom, pages, title, budget) or _read_prints(pages)


def _read_attached(files, budget):
    """The invoices in attached XML; where the listing points is not needed to find them."""
    names = [name for name in files if re.search(r"/(attachs|attachments)/", f"/{name.lower()}")]
    names = [
        name for name in names if name.lower().endswith((".xml", ".xbrl")) and not name.endswith("Attachments.xml")
    ]
    names += [name for name in files if name.lower().endswith("original_invoice.xml") and name not in names]
    found = {}
    for name in names[:MAX_ATTACHED]:
        try:
            for invoice in read_xml(files[name](), budget, source="ofd"):
                found.setdefault(invoice.key, invoice)
        except EInvoiceError as error:
            if error.reason not in ("unknown", "number"):
                raise
    return list(found.values())


def _read_pages(files, budget):
    """``({id of the object: text}, [rows of each page])``; what the template prints is on every page."""
    objects, pages, template = {}, [], []
    for name in sorted(name for name in files if PAGE.search(name))[: 2 * MAX_PAGES]:
        fragments = []
        for element in parse_xml(files[name](), budget).iter("TextObject"):
            text = "".join(code.text or "" for code in element.iter("TextCode"))
            objects[element.get("ID")] = text
            fragments.append(_place(element, text))
        if "Tpl" in name:
            template += fragments
        else:
            pages.append(fragments)
    return objects, [make_rows([*template, *fragments]) for fragments in pages[:MAX_PAGES]]


def _place(element, text):
    code = next(element.iter("TextCode"), element)
    try:
        left, top = map(float, element.get("Boundary").split()[:2])
        size = float(element.get("Size") or 3)
        return Fragment(text, left + float(code.get("X") or 0), top + float(code.get("Y") or 0), size)
    except (AttributeError, ValueError):
        return Fragment(text)


def _read_tagged(files, objects, custom, pages, title, budget):
    """The invoice that the document says it is: by tags on the page, else by data of its own; nothing if it says none."""
    tags = _read_tags(files, objects, budget)
    facts = pick(tags, VAT)
    facts = {key: facts[key] or text for key, text in custom.items()}
    if not normalise_number(facts["number"]):
        return []
    printed = read_page(pages[0], {"number": facts["number"]}) if len(pages) == 1 else None
    if to_amount(facts["total"]) is None:
        # many tag only the sign before the amount
        facts["total"] = str(printed.total) if printed and printed.total is not None else ""
    names = [text for name, text in tags if name in LINE["name"]]
    amounts = [to_amount(text) for name, text in tags if name in LINE["amount"]]
    amounts = amounts if len(amounts) == len(names) else [None] * len(names)
    lines = [Line(clean_text(name), amount) for name, amount in zip(names, amounts, strict=True)]
    if printed:
        lines = printed.lines if len(printed.lines) >= len(lines) else lines
        for key in ("buyer_name", "seller_name", "date"):
            facts[key] = facts[key] or str(getattr(printed, key) or "")
    find_original(facts)
    kind = get_kind(facts["kind"])
    return [make_invoice(facts, "ofd", kind if kind != "other" else title, lines=lines)]


def _read_prints(pages):
    found = {}
    for rows in pages:
        if invoice := read_page(rows):
            found.setdefault(invoice.key, invoice)
    if not found:
        raise EInvoiceError("unknown")
    return list(found.values())


def _read_tags(files, objects, budget):
    """``[(field, text)]`` of the tags, which point to objects of the page."""
    texts = []
    for name in files:
        if re.search(r"Tags/(Custom)?Tag\.xml$", name):
            for element in parse_xml(files[name](), budget).iter():
                if refs := element.findall("ObjectRef"):
                    parent = element.getparent() if element.tag == "ObjectData" else element
                    text = "".join(objects.get((ref.text or "").strip(), "") for ref in refs)
                    texts.append(((element if parent is None else parent).tag, text))
    return texts
