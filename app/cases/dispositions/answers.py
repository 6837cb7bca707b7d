"""Reading an answer as forms send it and plans keep it."""

_YES = frozenset({"yes", "y", "true", "on", "1"})
_NO = frozenset({"no", "n", "false", "off", "0"})


def yes_no(answer: object) -> bool | None:
    """True or False if it is plainly one; None if nobody has answered."""
    if isinstance(answer, bool):
        return answer
    said = str(answer).strip().lower() if isinstance(answer, str | int) else ""
    if said in _YES:
        return True
    return False if said in _NO else None


def words(answer: object) -> str:
    """What was written, without the space around it; nothing if it is not text."""
    return answer.strip() if isinstance(answer, str) else ""
