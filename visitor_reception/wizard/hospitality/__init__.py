from . import reception_companion_permit
