from . import knowledge, matter, vault, intake, handling, responsibility
