"""Finds XML embedded in a PDF.

An embedded file is a stream of its own, packed or not, so it is found without the structure of the document: a library
that follows references and unpacks whatever they lead to cannot be held to a budget.
"""

import re
import zlib

from .invoice import EInvoiceError
from .limits import MAX_STREAMS, MAX_XML_BYTES, MEGABYTE
from .xml_invoice import read_xml
from .xml_tree import looks_like_xml

PDF = b"%PDF-"
STREAM = re.compile(rb"(?<!end)stream\r?\n")
END = b"endstream"
HEAD = 4096


def read_pdf(data, budget):
    """The first embedded XML that is an invoice.

    :raises EInvoiceError: there is none (``unknown``), or the PDF is behind a password
    """
    view = memoryview(data)
    for count, match in enumerate(STREAM.finditer(data)):
        if count >= MAX_STREAMS:
            break
        content = _unpack(data, view, match.end(), budget)
        if not content:
            continue
        try:
            return read_xml(content, budget, source="pdf")
        except EInvoiceError as error:
            # pictures of fonts and descriptions of the document are XML as well
            if error.reason not in ("unknown", "number", "broken", "encoding"):
                raise
    raise EInvoiceError("encrypted" if b"/Encrypt" in data else "unknown")


def _unpack(data, view, start, budget):
    """The content of the stream at ``start`` if it is XML, else nothing."""
    head = bytes(view[start : start + HEAD])
    if looks_like_xml(head):
        end = data.find(END, start, start + MAX_XML_BYTES)
        # what was looked through in vain counts, too
        budget.spend((end if end >= 0 else min(len(data), start + MAX_XML_BYTES)) - start)
        return bytes(view[start : max(end, start)])
    try:
        unpacker = zlib.decompressobj()
        if not looks_like_xml(unpacker.decompress(head, 64)):
            return b""
        return _inflate(view, start, budget)
    except zlib.error:
        return b""


def _inflate(view, start, budget):
    unpacker = zlib.decompressobj()
    parts, size = [], 0
    for position in range(start, len(view), HEAD):
        # a piece of this length unpacks to four megabytes at most
        part = unpacker.decompress(view[position : position + HEAD], MAX_XML_BYTES + 1)
        parts.append(part)
        size += len(part)
        budget.spend(len(part))
        if size > MAX_XML_BYTES:
            raise EInvoiceError("large", megabytes=MAX_XML_BYTES // MEGABYTE)
        if unpacker.eof:
            break
    return b"".join(parts)
