"""What an installation works with: its settings, its database and the keys for personal data."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.db import Database
from scheduler.privacy import Vault
from scheduler.settings import Settings


@dataclass(frozen=True, slots=True)
class Office:
    """Everything that use cases are given from outside."""

    settings: Settings
    database: Database
    vault: Vault

    @classmethod
    def open(cls, settings: Settings) -> Office:
        """The office of an installation.

        Raises
        ------
        SettingRejected
            If the key file is missing, or a setting cannot be.
        """
        return cls(settings, Database(settings.url), Vault.open(settings.key_file))

    def close(self) -> None:
        """Close all connections."""
        self.database.close()
