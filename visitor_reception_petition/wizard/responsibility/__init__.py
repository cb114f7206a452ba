from . import reception_petition_answer
