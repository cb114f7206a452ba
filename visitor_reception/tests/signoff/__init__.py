from . import test_signoff
from . import test_signoff_activity
from . import test_signoff_concurrency
from . import test_signoff_flow
from . import test_signoff_properties
from . import test_signoff_rpc
from . import test_signoff_sibling
from . import test_signoff_succession
