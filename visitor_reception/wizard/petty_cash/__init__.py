from . import reception_petty_cash_money
