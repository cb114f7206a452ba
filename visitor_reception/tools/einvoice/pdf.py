"""Reads PDF: embedded XML first, then what the document says of itself and what is printed on its pages.

An embedded file is a stream of its own, packed or not, so it is found without the structure of the document. The rest
needs a library that follows references and unpacks whatever they lead to: it works in a process of its own, which may
use so much memory and so many seconds and no more.
"""

import json
import os
import re
import subprocess
import sys
import zlib
from pathlib import Path

from .invoice import EInvoiceError, make_invoice
from .limits import MAX_STREAMS, MAX_XML_BYTES, MEGABYTE, PRINT_SECONDS
from .names import VAT, pick
from .page import Fragment, make_rows, read_page
from .title import get_kind
from .xml_invoice import read_xml
from .xml_tree import looks_like_xml

PDF = b"%PDF-"
STREAM = re.compile(rb"(?<!end)stream\r?\n")
END = b"endstream"
HEAD = 4096
READER = Path(__file__).with_name("pdf_reader.py")


def read_pdf(data, budget):
    """The invoices in a PDF, each once.

    :raises EInvoiceError: there is none (``unknown``), or it cannot be opened
    """
    embedded = _read_embedded(_find_embedded(data, budget), budget)
    return embedded or _read_print(data, budget)


def _read_embedded(contents, budget):
    found = {}
    for content in contents:
        try:
            for invoice in read_xml(content, budget, source="pdf"):
                found.setdefault(invoice.key, invoice)
        except EInvoiceError as error:
            # pictures of fonts and descriptions of the document are XML as well
            if error.reason not in ("unknown", "number", "broken", "encoding"):
                raise
    return list(found.values())


def _find_embedded(data, budget):
    view = memoryview(data)
    for count, match in enumerate(STREAM.finditer(data)):
        if count >= MAX_STREAMS:
            break
        if content := _unpack(data, view, match.end(), budget):
            yield content


def _read_print(data, budget):
    """What the document says of itself (Info) and what its pages print; both are to be compared."""
    document = _open_document(data, budget)
    if embedded := _read_embedded((text.encode() for text in document["attached"]), budget):
        return embedded
    info = pick(document["info"].items(), VAT)
    pages = [[Fragment(*piece) for piece in page] for page in document["pages"]]
    pages = [rows for rows in map(make_rows, pages) if rows] or [[]]
    found = {}
    for rows in pages:
        # the document is described once, so with several invoices in it the description is of none
        if invoice := read_page(rows, info if len(pages) == 1 else {}):
            found.setdefault(invoice.key, invoice)
    if not found and info["number"]:
        found[None] = make_invoice(info, "text", get_kind(info["kind"]))
    if not found:
        raise EInvoiceError("unknown")
    return list(found.values())


def _open_document(data, budget):
    """What ``pdf_reader.py`` finds: ``{"info": {name: text}, "attached": [XML], "pages": [[(text, x, y, size)]]}``."""
    budget.count_print()
    try:
        process = subprocess.run(
            [sys.executable, str(READER)],
            input=data,
            capture_output=True,
            # much more than the seconds at work that the process allows itself
            timeout=6 * PRINT_SECONDS,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": os.environ.get("PATH", "")},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise EInvoiceError("slow", seconds=PRINT_SECONDS) from error
    if process.returncode < 0:  # ended by the limits
        raise EInvoiceError("slow", seconds=PRINT_SECONDS)
    try:
        found = json.loads(process.stdout)
    except ValueError as error:
        raise EInvoiceError("broken") from error
    if "reason" in found:
        raise EInvoiceError(found["reason"], seconds=PRINT_SECONDS)
    return found


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
