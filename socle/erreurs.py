"""Errors that a person may see: in French, saying what to do."""


class ErreurPersonne(Exception):
    """Something a person can understand and act on; its text is shown as it is, never with a traceback."""


class FichierIllisible(ErreurPersonne):
    """A file that cannot be read at all: nothing was written."""
