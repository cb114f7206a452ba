from . import intake
from . import responsibility
