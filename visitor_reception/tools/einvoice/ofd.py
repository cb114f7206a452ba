"""OFD (GB/T 33190): a ZIP of XML. What is attached is surer than tags, tags than custom data, these than the picture."""

import re

from .invoice import EInvoiceError, make_invoice
from .names import VAT, pick
from .xml_invoice import get_kind, read_xml
from .xml_tree import parse_xml

MAX_ATTACHED = 10
MAX_PAGES = 3
PATTERNS = {
    "number": re.compile(r"发票号码[:：]?(\d{8,20})"),
    "code": re.compile(r"发票代码[:：]?(\d{10,12})"),
    "date": re.compile(r"开票日期[:：]?(\d{4}年\d{1,2}月\d{1,2}日)"),
    "total": re.compile(r"小写[)）]?[¥￥]?(-?[\d,]{1,15}\.\d{2})"),
    "kind": re.compile(r"(专用发票|普通发票)"),
}


def read_ofd(files, budget):
    """The invoice of an opened container.

    :param dict files: name to function that unpacks it, see ``open_archive``
    :raises EInvoiceError: there is no invoice in it
    """
    document = parse_xml(files["OFD.xml"](), budget)
    facts = _read_custom_data(document)
    if invoice := _read_attached(files, budget):
        return invoice
    objects, texts = _read_pages(files, budget)
    tags = _read_tags(files, objects, budget)
    facts = {key: tags.get(key) or text for key, text in facts.items()}
    if facts["number"]:
        return make_invoice(facts, "ofd", get_kind(facts["kind"] or texts))
    found = {key: match[1] for key, pattern in PATTERNS.items() if (match := pattern.search(texts))}
    if not found.get("number"):
        raise EInvoiceError("unknown")
    return make_invoice(found, "text", get_kind(found.get("kind", "")))


def _read_attached(files, budget):
    """The first attached XML that is an invoice; where the listing points is not needed to find it."""
    names = [name for name in files if "/attachs/" in f"/{name.lower()}" or "/attachments/" in f"/{name.lower()}"]
    names = [name for name in names if name.lower().endswith(".xml") and not name.endswith("Attachments.xml")]
    names += [name for name in files if name.lower().endswith("original_invoice.xml") and name not in names]
    for name in names[:MAX_ATTACHED]:
        try:
            return read_xml(files[name](), budget, source="ofd")
        except EInvoiceError as error:
            if error.reason not in ("unknown", "number"):
                raise
    return None


def _read_custom_data(document):
    return pick([(data.get("Name") or "", data.text or "") for data in document.iter("CustomData")], VAT)


def _read_pages(files, budget):
    """The texts of the first pages: ``({id of the object: text}, all in one without spaces)``."""
    pages = [name for name in files if re.search(r"Pages?/Page_\d+/Content\.xml$", name)]
    objects = {}
    for name in sorted(pages)[:MAX_PAGES]:
        for element in parse_xml(files[name](), budget).iter("TextObject"):
            objects[element.get("ID")] = "".join(code.text or "" for code in element.iter("TextCode"))
    return objects, re.sub(r"\s", "", "".join(objects.values()))


def _read_tags(files, objects, budget):
    """Fields named by tags that point to objects of the page."""
    texts = []
    for name in files:
        if name.endswith("Tags/CustomTag.xml"):
            for element in parse_xml(files[name](), budget).iter():
                refs = element.findall("ObjectRef")
                if refs:
                    texts.append((element.tag, "".join(objects.get((ref.text or "").strip(), "") for ref in refs)))
    return pick(texts, VAT)
