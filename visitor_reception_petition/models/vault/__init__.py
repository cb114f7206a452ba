"""Who never sees a matter, and accusations, which leave the readable tables (P1-28, P1-30).

May know: knowledge, matter.
"""

from . import reception_petition_guard_mixin
from . import reception_petition_sealed, reception_petition_reading, reception_petition_keeper
from . import reception_petition_withdrawal
from . import reception_petition_matter, reception_petition_matter_sealed, reception_petition_matter_files
from . import reception_petition_handover
from . import reception_petition_link_mixin
from . import mail_message, mail_activity, mail_followers, mail_scheduled_message, ir_attachment
from . import res_users
