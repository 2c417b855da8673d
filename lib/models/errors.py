"""Room: models. The one kind of error that a user is meant to read."""


class UserError(ValueError):
    """Bad input or a missing part, said in one clear sentence that tells what to do."""
