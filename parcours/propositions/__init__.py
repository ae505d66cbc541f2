"""Proposals of a CRE to référents, several people at once, and how often each person was proposed something."""
