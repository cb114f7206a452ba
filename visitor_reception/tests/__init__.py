from . import test_procedure
from . import test_reports
from . import test_signoff
from . import test_tools
