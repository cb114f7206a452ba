from . import test_access_rights
from . import test_bad_input
from . import test_guarded_facts
from . import test_odoo_lint
from . import test_tools
from . import test_translations
from . import test_uninstall
