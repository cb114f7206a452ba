from . import test_signoff
