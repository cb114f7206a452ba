from . import reception_signoff_answer
