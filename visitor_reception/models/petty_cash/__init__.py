"""Petty cash: advances, clearing sheets, boxes, counts.

May know: document, policy, signoff, visit, booking, hospitality, claim.
"""

from . import res_company_petty_cash
from . import reception_petty_cash_designation
from . import reception_petty_cash_box
from . import reception_petty_cash_denomination
from . import reception_petty_cash_count
from . import reception_petty_cash_count_line
from . import reception_petty_cash
from . import reception_petty_cash_missing
from . import reception_petty_cash_workflow
from . import reception_petty_cash_ledger
from . import reception_petty_cash_payment
from . import reception_petty_cash_broken
from . import reception_petty_cash_dialog
from . import reception_petty_cash_reminder
from . import reception_petty_cash_clearing
from . import reception_petty_cash_clearing_workflow
from . import hr_expense_petty_cash
from . import account_move_petty_cash
from . import account_move_line
from . import account_bank_statement_line
from . import account_payment
from . import res_config_settings_petty_cash
