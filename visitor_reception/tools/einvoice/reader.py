"""The way in: any file, by what is in it and not by what it is called."""

from .archive import ZIP, open_archive
from .invoice import EInvoiceError
from .limits import MAX_BYTES, MEGABYTE, Budget
from .ofd import read_ofd
from .pdf import PDF, read_pdf
from .xml_invoice import read_xml
from .xml_tree import looks_like_xml

# the tax service packs one invoice in all three: the surest counts
SOURCES = ("xml", "ofd", "pdf", "text")


def read_invoices(data):
    """The invoices in a file, each once, the surest reading of each.

    :param bytes data: the whole file
    :return: list of ``Invoice``, never empty
    :raises EInvoiceError: see there
    """
    if not data:
        raise EInvoiceError("empty")
    if len(data) > MAX_BYTES:
        raise EInvoiceError("large", megabytes=MAX_BYTES // MEGABYTE)
    try:
        return _read(data, Budget())
    except (RecursionError, MemoryError) as error:
        raise EInvoiceError("broken") from error


def _read(data, budget, packed=False):
    if data.startswith(ZIP):
        files = open_archive(data, budget)
        if "OFD.xml" in files:
            return [read_ofd(files, budget)]
        if packed:
            raise EInvoiceError("nested")
        return _read_packed(files, budget)
    if data.startswith(PDF):
        return [read_pdf(data, budget)]
    if looks_like_xml(data):
        return [read_xml(data, budget)]
    raise EInvoiceError("unknown")


def _read_packed(files, budget):
    found, errors = {}, []
    for unpack in files.values():
        try:
            invoices = _read(unpack(), budget, packed=True)
        except EInvoiceError as error:
            # a picture or a list that lies beside the invoices does not matter
            if error.reason not in ("unknown", "number", "encoding"):
                raise
            errors.append(error)
            continue
        for invoice in invoices:
            known = found.setdefault(invoice.key, invoice)
            if SOURCES.index(invoice.source) < SOURCES.index(known.source):
                found[invoice.key] = invoice
    if not found:
        raise next((error for error in errors if error.reason != "unknown"), EInvoiceError("unknown"))
    return list(found.values())
