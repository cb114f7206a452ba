"""The way in: any file, by what is in it and not by what it is called."""

import re

from .archive import ZIP, open_archive
from .invoice import EInvoiceError
from .limits import MAX_BYTES, MAX_ENTRIES, MEGABYTE, Budget
from .ofd import read_ofd
from .pdf import PDF, read_pdf
from .xml_invoice import read_xml
from .xml_tree import looks_like_xml

# what systems leave in a ZIP for themselves
OWN_FILES = re.compile(r"(^|/)(__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
# documents of office programs are ZIPs as well
OFFICE = ("[Content_Types].xml", "xl/", "word/", "ppt/")
# the tax service packs one invoice in all three: the surest counts
SOURCES = ("xml", "ofd", "pdf", "text")


def read_invoices(data, problems=None):
    """The invoices in a file, each once, the surest reading of each.

    :param bytes data: the whole file
    :param list problems: gets ``(name, EInvoiceError)`` of each file of a ZIP that could not be read beside others
    :return: list of ``Invoice``, never empty
    :raises EInvoiceError: see there
    """
    if not data:
        raise EInvoiceError("empty")
    if len(data) > MAX_BYTES:
        raise EInvoiceError("large", megabytes=MAX_BYTES // MEGABYTE)
    try:
        found = _read(data, Budget(), [] if problems is None else problems)
    except (RecursionError, MemoryError) as error:
        raise EInvoiceError("broken") from error
    if len(found) > MAX_ENTRIES:
        raise EInvoiceError("many", count=MAX_ENTRIES)
    return found


def _read(data, budget, problems=None):
    """:param problems: ``None`` inside a ZIP, where no other is opened"""
    if data.startswith(ZIP):
        files = open_archive(data, budget)
        if "OFD.xml" in files:
            return read_ofd(files, budget)
        if any(name.startswith(OFFICE) for name in files):
            raise EInvoiceError("unknown")
        if problems is None:
            raise EInvoiceError("nested")
        return _read_packed(files, budget, problems)
    if data.startswith(PDF):
        return read_pdf(data, budget)
    if looks_like_xml(data):
        return read_xml(data, budget)
    raise EInvoiceError("unknown")


def _read_packed(files, budget, problems):
    found, failed = {}, {}
    for name, unpack in files.items():
        if OWN_FILES.search(name):
            continue
        try:
            invoices = _read(unpack(), budget)
        except EInvoiceError as error:
            failed[name] = error
            continue
        for invoice in invoices:
            known = found.setdefault(invoice.key, invoice)
            if SOURCES.index(invoice.source) < SOURCES.index(known.source):
                found[invoice.key] = invoice
    numbers = [invoice.number for invoice in found.values()]
    # the print of an invoice that was read is named after it
    problems += [(name, error) for name, error in failed.items() if not any(number in name for number in numbers)]
    if not found:
        raise next((error for error in failed.values() if error.reason != "unknown"), EInvoiceError("unknown"))
    return list(found.values())
