from . import reception_school
