from . import test_school_people
from . import test_school_import
from . import test_school_schedule
from . import test_school_leave
from . import test_school_rights
from . import test_school_scan
from . import test_tours_school
from . import test_school_outing
