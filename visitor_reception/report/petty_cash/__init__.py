from . import reception_advance_ageing
from . import reception_petty_cash_report
from . import reception_petty_cash_clearing_report
from . import reception_petty_cash_count_report
from . import reception_petty_cash_receipt_report
from . import reception_voucher_list_report
