"""Writing the files of a catalog into a new folder, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp

from configurator.releasing.archiving import check_path
from configurator.services.writing import FileNotWritten
from configurator.values.refusal import Refusal


class FolderOccupied(Refusal):
    """Files are only written into a folder that is empty or not there yet. Evidence: path."""

    code = "folder_occupied"


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files into a neighbour first, then put it in place; FolderOccupied or FileNotWritten otherwise."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderOccupied(path=str(folder))
    scratch: Path | None = None
    try:
        scratch = Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.absolute().parent))
        for path, content in files.items():
            target = scratch / check_path(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        scratch.chmod(0o755)
        scratch.replace(folder)
    except OSError as error:
        raise FileNotWritten(path=str(folder), reason=error.strerror or "") from None
    finally:
        if scratch is not None:
            shutil.rmtree(scratch, ignore_errors=True)
