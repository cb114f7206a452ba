from . import test_school_schedule
