from . import document
from . import visit
from . import gate
from . import overview
