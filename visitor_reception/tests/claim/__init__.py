from . import test_booking_cap
from . import test_accounting_setup
from . import test_claim
from . import test_claim_concurrency
from . import test_einvoice
from . import test_invoice
from . import test_invoice_concurrency
from . import test_ledger
