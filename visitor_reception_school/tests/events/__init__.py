from . import test_school_desk
from . import test_school_event
from . import test_school_outing
from . import test_school_roll_call
