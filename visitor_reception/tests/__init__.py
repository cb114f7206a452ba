from . import test_accounting_setup, test_booking, test_claim, test_hospitality
from . import test_main_job
from . import test_monthly_report
from . import test_policy_tables
from . import test_access_rights
from . import test_bad_input
from . import test_procedure
from . import test_reports
from . import test_signoff
from . import test_signoff_activity
from . import test_statistics
from . import test_tools
from . import test_tours_policy
from . import test_tours_visit
from . import test_signoff_concurrency
from . import test_signoff_properties
from . import test_signoff_flow
from . import test_signoff_rpc
