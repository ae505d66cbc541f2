"""An offer written by hand: draft, preview, sending, check by a CRE, duplication, confirmation, closing."""
