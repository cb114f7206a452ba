from . import reception_school_public
