from . import test_school_parents
