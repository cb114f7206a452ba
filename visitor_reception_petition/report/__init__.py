from . import matter, intake, handling, responsibility
