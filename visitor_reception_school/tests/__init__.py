from .events import test_school_outing
from .leave import test_school_leave
from .passage import test_school_scan
from .people import test_school_import
from .people import test_school_people
from .schedule import test_school_schedule
from . import test_school_rights
from . import test_tours_school
