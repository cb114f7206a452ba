from . import reception_programme
from . import reception_feedback
from . import reception_guest_import
