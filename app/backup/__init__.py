"""Backups: one tar file with the store as it was at one moment, then its files, then what proves both whole.

The key ring is never in it: whoever takes a backup must not get the keys with it.
"""

from app.backup.making import make
from app.backup.restoring import restore
from app.backup.verifying import BrokenBackup, verify

__all__ = ["BrokenBackup", "make", "restore", "verify"]
