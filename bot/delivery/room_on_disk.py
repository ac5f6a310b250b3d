"""How much room is left where the bot writes."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.config import Settings
from bot.delivery.backups import folder_of
from bot.store.address import database_file


def folders_written(settings: Settings) -> dict[str, Path]:
    """Every folder that is written to, by what is written there. Raises BadSettings for a bad
    database URL."""
    folders = {"cache": settings.cache_dir}
    if (file := database_file(settings.database_url)) is not None:
        folders["database"] = file.absolute().parent
    if settings.backup.daily and (backups := folder_of(settings)) is not None:
        folders["backups"] = backups
    if settings.pages_folder is not None:
        folders["pages"] = settings.pages_folder
    return folders


def there(folder: Path) -> Path:
    """The folder, or the nearest above it that is there: where it would be made."""
    return next(up for up in (folder.absolute(), *folder.absolute().parents) if up.exists())


def least_room(settings: Settings) -> tuple[int, Path]:
    """(megabytes free, the folder) of the disk with the least room."""
    found = [there(folder) for folder in folders_written(settings).values()]
    return min((shutil.disk_usage(folder).free // 1_000_000, folder) for folder in found)
