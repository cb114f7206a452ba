"""Pupils: import, photos, new school year."""

from . import reception_school_import
from . import reception_school_import_line
from . import reception_school_link
from . import reception_school_photo_import
from . import reception_school_year_change
from . import reception_school_year_change_line
