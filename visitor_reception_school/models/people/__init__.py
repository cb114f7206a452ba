"""Pupils, guardians, custody, classes, years, badges.

May know: no other room of the school.
"""

from . import reception_school_answering_mixin
from . import reception_school_kept_mixin
from . import reception_school_noted_mixin
from . import reception_school_asking_mixin
from . import reception_school_year
from . import reception_school_year_change
from . import reception_school_term
from . import reception_school_grade
from . import reception_school_class
from . import reception_school_dormitory
from . import reception_school_pupil
from . import reception_school_pupil_contacts
from . import reception_school_pupil_retention
from . import reception_school_enrolment
from . import reception_school_badge
from . import reception_school_guardian
from . import reception_school_custody
from . import reception_school_custody_link
from . import reception_school_consent
from . import reception_school_reading
from . import res_users
from . import res_company
