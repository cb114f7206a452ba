from . import test_signoff
from . import test_monthly_report
from . import test_statistics
