"""Reads electronic invoices: XML of every dialect, OFD, railway and air tickets, PDF, ZIP of these.

Knows neither the database nor a language: what is wrong is an ``EInvoiceError`` with a reason and its details, which the
caller puts into words. Signatures are not verified: authenticity is looked up at the tax bureau, by hand.
"""

from .invoice import EInvoiceError, Invoice, Line
from .reader import read_invoices
from .texts import DIGITAL, OLDER, make_key, normalise_name, normalise_number, normalise_tax_id, spell_key
