from . import leave
