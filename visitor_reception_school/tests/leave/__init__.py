from . import test_school_concurrency
from . import test_school_leave
from . import test_school_links
from . import test_school_paper
