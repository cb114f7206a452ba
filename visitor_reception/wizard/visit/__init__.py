from . import mail_activity_schedule
from . import reception_guest_import
from . import reception_guest_import_line
from . import reception_guest_import_reading
from . import reception_register_sign
from . import reception_visit_confirm
from . import reception_visit_times
from . import reception_preset_apply
