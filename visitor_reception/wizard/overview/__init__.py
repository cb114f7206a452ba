from . import reception_statistics_export
from . import reception_reconciliation_export
from . import reception_entertainment_limit
from . import reception_bank_match
from . import reception_ledger_tie
