from . import repeat
