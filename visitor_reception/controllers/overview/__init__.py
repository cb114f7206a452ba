from . import reception_statistics
