from . import reception_programme
from . import reception_statistics
