from . import reception_calendar_day
from . import reception_calendar_year
