from . import reception_calendar_notice
from . import reception_calendar_notice_line
from . import reception_policy_removal
