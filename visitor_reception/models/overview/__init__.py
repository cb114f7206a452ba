"""What is seen across rooms: statistics, reconciliation, monthly reports, settings, menus.

May know: document, policy, signoff, visit, booking, hospitality, gate, claim, petty_cash.
"""

from . import digest_digest
from . import ir_http
from . import ir_ui_menu
from . import ir_ui_view
from . import reception_inbox
from . import reception_delivered_report_mixin
from . import reception_monthly_report
from . import reception_monthly_figures
from . import reception_monthly_report_earlier
from . import reception_signoff
from . import reception_setup
from . import reception_today
from . import reception_visit
from . import res_users
