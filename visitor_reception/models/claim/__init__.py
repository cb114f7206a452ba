from . import account_move_fapiao
from . import reception_invoice_verify
