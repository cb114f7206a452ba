"""What reception costs: claims, invoices, journal entries, accounts.

May know: document, policy, signoff, visit, booking, hospitality.
"""

from . import res_company
from . import product_template
from . import reception_cost_category
from . import reception_visit_cost
from . import reception_visit_settlement
from . import reception_basis_mixin
from . import hr_expense
from . import hr_expense_preset
from . import hr_expense_workflow
from . import reception_invoice
from . import reception_invoice_number
from . import hr_expense_invoice
from . import hr_expense_invoice_reading
from . import reception_invoice_verify
from . import hr_expense_evidence
from . import reception_invoice_word
from . import hr_expense_category
from . import hr_expense_event
from . import account_move
from . import reception_visit_analytic
from . import hr_expense_analytic
from . import account_move_line_basis
from . import account_move_line
from . import account_move_line_declared
from . import reception_booked
from . import res_config_settings
from . import account_move_fapiao
