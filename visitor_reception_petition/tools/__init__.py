from . import repeat, score
