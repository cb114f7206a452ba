"""Technical limits: what one file may weigh, so that no upload holds up the server."""

from .invoice import EInvoiceError

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
MAX_UNPACKED_BYTES = 16 * MEGABYTE
MAX_XML_BYTES = 2 * MEGABYTE
MAX_ELEMENTS = 50_000
MAX_ENTRIES = 500
MAX_STREAMS = 20_000
# prints that are read for one upload: each costs a process of its own
MAX_PRINTS = 50
PRINT_SECONDS = 10


class Budget:
    """How much may still be unpacked of one upload, however its files are packed into each other."""

    def __init__(self):
        self.bytes = MAX_UNPACKED_BYTES
        self.elements = 2 * MAX_ELEMENTS
        self.prints = MAX_PRINTS

    def spend(self, size):
        """:raises EInvoiceError: it is more than a file with invoices ever has"""
        self.bytes -= size
        if self.bytes < 0:
            raise EInvoiceError("large", megabytes=MAX_UNPACKED_BYTES // MEGABYTE)

    def count_element(self):
        """:raises EInvoiceError: as ``spend``"""
        self.elements -= 1
        if self.elements < 0:
            raise EInvoiceError("large", megabytes=MAX_XML_BYTES // MEGABYTE)

    def count_print(self):
        """:raises EInvoiceError: more prints than one upload has"""
        self.prints -= 1
        if self.prints < 0:
            raise EInvoiceError("many", count=MAX_PRINTS)
