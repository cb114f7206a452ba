from . import matter
