from . import test_school_import
from . import test_school_people
from . import test_school_photos
