"""Parses XML of strangers: no DTD, no entities, no network, bounded in size, depth and number of elements."""

import codecs
import re

from lxml import etree

from .invoice import EInvoiceError
from .limits import MAX_XML_BYTES, MEGABYTE

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DECLARATION = re.compile(r"\s*<\?xml\s[^>]*?\?>")
DECLARED = re.compile(rb"""^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.-]{1,20})["']""")
# which may be declared, and how they are decoded; no other, as Python knows some that take hours for what fits (punycode)
ENCODINGS = {
    **dict.fromkeys(("utf-8", "utf8", "us-ascii", "ascii"), "utf-8"),
    **dict.fromkeys(("gb2312", "gbk", "gb18030"), "gb18030"),
    "iso-8859-1": "iso-8859-1",
    "big5": "big5",
}


def parse_xml(data, budget):
    """The root with local names for tags and without ``Signature`` subtrees.

    :raises EInvoiceError: too large, damaged, in an unknown encoding, or with a DTD or entities
    """
    if len(data) > MAX_XML_BYTES:
        raise EInvoiceError("large", megabytes=MAX_XML_BYTES // MEGABYTE)
    text = _decode(data)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise EInvoiceError("unsafe", name="DTD")
    # the default limits of depth and text hold, as huge_tree is off
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    declaration = DECLARATION.match(text)
    try:
        root = etree.fromstring(text[declaration.end() if declaration else 0 :].strip().encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise EInvoiceError("broken") from error
    _strip(root, budget)
    return root


def get_taxonomy(root):
    """Which taxonomy of the finance ministry an instance uses, such as ``rai``; its date does not matter.

    Empty for an instance without namespaces; ``None`` for what is no instance.
    """
    if root.tag != "xbrl":
        return None
    for uri in root.nsmap.values():
        parts = uri.partition("/taxonomy/")[2].split("/")
        if len(parts) > 1:
            return parts[1]
    return ""


def looks_like_xml(data):
    """Whether the first bytes are those of XML, in any encoding that ``parse_xml`` reads."""
    head = data[:200]
    for mark, encoding in BOMS:
        if head.startswith(mark):
            return head.decode(encoding, "ignore").lstrip().startswith("<")
    return head.lstrip().startswith(b"<")


def _decode(data):
    """Text by the mark, else by the declaration, else UTF-8; Chinese encodings are one family."""
    encoding = next((encoding for mark, encoding in BOMS if data.startswith(mark)), None)
    if not encoding:
        declared = DECLARED.match(data)
        encoding = ENCODINGS.get(declared[1].decode().lower() if declared else "utf-8")
        if not encoding:
            raise EInvoiceError("encoding")
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        raise EInvoiceError("encoding") from error


def _strip(root, budget):
    signatures = []
    for element in root.iter(etree.Element):
        budget.count_element()
        # some write their own prefix into the name, without a namespace for it
        element.tag = element.tag.rpartition("}")[2].rpartition(":")[2]
        if element.tag == "Signature":
            signatures.append(element)
    for signature in signatures:
        if (parent := signature.getparent()) is not None:
            parent.remove(signature)
