"""The monthly and daily flow of beneficiaries of the RSA that the CAF and the MSA send to a Département (XML, windows-1252, version vrsb0801)."""

from etl.formats.caf.flux import lire

__all__ = ["lire"]
