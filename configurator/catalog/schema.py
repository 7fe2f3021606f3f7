"""JSON Schemas of the files, for editors: `python -m configurator.catalog.schema docs/schema` writes them.

Without a folder they are printed. They come from the same declarations as the reading of the files.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from configurator.catalog.declarations import FILE_KINDS
from configurator.catalog.shapes import Json

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def build_schemas() -> dict[str, Json]:
    """The schema of each kind of file, by file name; that of a CSV kind is of one row without its empty cells."""
    return {
        f"{kind.name}.json": {"$schema": DIALECT, "title": kind.pattern, **record.schema()}
        for kind in FILE_KINDS
        if (record := kind.record or kind.rows) is not None
    }


def write_schema(schema: Json) -> str:
    """The schema as text, one and the same for one schema."""
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_schemas(folder: Path) -> None:
    """Write all schemas into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in build_schemas().items():
        (folder / name).write_text(write_schema(schema), encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Write to the folder that is named, or print."""
    if arguments:
        write_schemas(Path(arguments[0]))
    else:
        sys.stdout.write(write_schema(build_schemas()))


if __name__ == "__main__":
    main(sys.argv[1:])
