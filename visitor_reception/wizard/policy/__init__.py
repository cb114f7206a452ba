from . import reception_preset_apply
from . import reception_calendar_notice
from . import reception_calendar_notice_line
