from . import test_calendar_days
from . import test_holiday_notice
