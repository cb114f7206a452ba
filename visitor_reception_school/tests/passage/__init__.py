from . import test_school_day_count
from . import test_school_scan
