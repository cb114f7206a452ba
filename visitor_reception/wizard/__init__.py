from . import hr_expense_split
from . import mail_activity_schedule
from . import reception_register_sign
from . import reception_preset_apply
from . import reception_signoff_answer
from . import reception_statistics_export
from . import reception_visit_confirm
