from . import test_access_rights
from . import test_bad_input
from . import test_guarded_facts
from . import test_odoo_lint
from . import test_public_request
from . import test_read_only
from . import test_tools
from . import test_translations
