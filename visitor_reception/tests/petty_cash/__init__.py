from . import test_petty_cash
from . import test_petty_cash_clearing
from . import test_petty_cash_concurrency
from . import test_petty_cash_count
from . import test_petty_cash_performance
from . import test_petty_cash_properties
from . import test_petty_cash_reports
from . import test_tours_petty_cash
