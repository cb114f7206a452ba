from . import reception_clause
