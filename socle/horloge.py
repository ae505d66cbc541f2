"""The clock, passed in wherever a date matters, so that a test decides what day it is."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


class Horloge(Protocol):
    """What tells the time."""

    def maintenant(self) -> datetime:
        """Now, with the time zone of Paris."""
        ...

    def aujourdhui(self) -> date:
        """Today in Paris."""
        ...


class HorlogeSysteme:
    """The clock of the machine."""

    def maintenant(self) -> datetime:
        """Now, with the time zone of Paris."""
        return datetime.now(PARIS)

    def aujourdhui(self) -> date:
        """Today in Paris."""
        return self.maintenant().date()


@dataclass(frozen=True)
class HorlogeFixe:
    """A clock that always shows the same instant (for tests and reproducible demonstrations)."""

    instant: datetime

    def maintenant(self) -> datetime:
        """The fixed instant, in Paris."""
        return self.instant.astimezone(PARIS)

    def aujourdhui(self) -> date:
        """The day of the fixed instant in Paris."""
        return self.maintenant().date()
