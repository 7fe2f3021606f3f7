"""Writing a file whole or not at all."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile

from configurator.values.refusal import Refusal


class FileNotWritten(Refusal):
    """A file that cannot be written where it was asked for; nothing was left there."""

    code = "file_not_written"


def write_file(path: Path, content: bytes) -> None:
    """Write next to the target first, then put it in place; FileNotWritten says why it could not be."""
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as scratch:
            scratch.write(content)
        finished = Path(scratch.name)
        finished.chmod(0o644)
        finished.replace(path)
    except OSError as error:
        raise FileNotWritten(path=str(path), reason=error.strerror or "") from None
