from . import test_hospitality
from . import test_kitchen
from . import test_tours_kitchen
from . import test_told
