from . import test_policy_document
from . import test_policy_tables
from . import test_preset
from . import test_preset_concurrency
from . import test_tours_policy
from . import test_tours_preset
from . import test_calendar_days
from . import test_holiday_notice
