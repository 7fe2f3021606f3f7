"""Jobs that take longer than a page may: one thread per process works them off, and every process sees how far each is.

A job has a kind and the digest of what it is about. While it runs, its lock file is locked and its progress file says
how far it is; when it is done, its result stays as one JSON file. All files lie in one folder that belongs to us, so
that the processes of one server share them.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, Thread
from time import monotonic, sleep
from typing import Any, Literal

Report = Callable[[int, int], None]
Work = Callable[[Report], Any]
"""Does the job; gets where to report steps done and steps in all, and returns a JSON value."""

Status = Literal["none", "waiting", "running", "done", "failed"]

MOST_KEPT = 200
"""So many results stay; the oldest go first."""

REPORT_SECONDS = 0.2
LOOKS, LOOK_SECONDS = 5, 0.01
_NAME = re.compile(r"[a-z0-9_.-]{1,200}")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class JobState:
    """How a job stands; `result` when it is done, `error` (a number that finds it in the log) when it failed; `at` is
    the moment (UTC, ISO 8601) at which it ended."""

    status: Status
    done: int = 0
    total: int = 0
    result: Any = None
    seconds: str = ""
    error: str = ""
    at: str = ""

    @property
    def moment(self) -> datetime | None:
        """When it ended."""
        return datetime.fromisoformat(self.at) if self.at else None

    @property
    def is_under_way(self) -> bool:
        """Whether it waits or runs."""
        return self.status in ("waiting", "running")


class JobDesk:
    """Starts jobs and says how they stand. Safe under threads and processes that share the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._turn = Lock()

    def look(self, kind: str, key: str) -> JobState:
        """How the job stands; `none` when nobody has started it, or its process ended before it did."""
        known = self._read_result(kind, key)
        if known is not None:
            return known
        lock = self._take(kind, key)
        if lock is None:
            progress = _read_json(self._file(kind, key, "progress"))
            return JobState("running", *progress) if progress else JobState("waiting")
        os.close(lock)
        # it may have ended between the two looks
        return self._read_result(kind, key) or JobState("none")

    def start(self, kind: str, key: str, work: Work, *, again: bool = False) -> JobState:
        """Start the job unless it is under way or done (`again`: done or not); returns at once."""
        state = self.look(kind, key)
        if state.is_under_way or (state.status != "none" and not again):
            return state
        lock = self._take(kind, key) or self._take_soon(kind, key)
        if lock is None:
            return JobState("waiting")
        done_meanwhile = None if again else self._read_result(kind, key)
        if done_meanwhile is not None:
            os.close(lock)
            return done_meanwhile
        self._file(kind, key, "json").unlink(missing_ok=True)
        Thread(target=self._run, args=(kind, key, work, lock), daemon=True, name=f"job-{kind}").start()
        return JobState("waiting")

    def _run(self, kind: str, key: str, work: Work, lock: int) -> None:
        progress = self._file(kind, key, "progress")
        try:
            with self._turn:
                start = monotonic()
                answer = _attempt(kind, work, _Reporter(progress))
                answer["seconds"] = f"{monotonic() - start:.1f}"
                answer["at"] = datetime.now(UTC).isoformat(timespec="seconds")
            self._prune()
            _write_json(self._file(kind, key, "json"), answer)
        finally:
            progress.unlink(missing_ok=True)
            os.close(lock)

    def _read_result(self, kind: str, key: str) -> JobState | None:
        known = _read_json(self._file(kind, key, "json"))
        return None if known is None else JobState(**known)

    def _take(self, kind: str, key: str) -> int | None:
        """The job's lock, None while somebody holds it."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(self._file(kind, key, "lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return None
        return lock

    def _take_soon(self, kind: str, key: str) -> int | None:
        """The lock when it was only held by somebody who looked."""
        for _ in range(LOOKS):
            sleep(LOOK_SECONDS)
            lock = self._take(kind, key)
            if lock is not None:
                return lock
        return None

    def _file(self, kind: str, key: str, suffix: str) -> Path:
        name = f"{kind}-{key}.{suffix}"
        if not _NAME.fullmatch(name):
            raise ValueError(f"not a name of a job: {name}")
        return self._folder / name

    def _prune(self) -> None:
        results = sorted(self._folder.glob("*.json"), key=_age_of)
        for path in results[: max(0, len(results) - MOST_KEPT + 1)]:
            path.unlink(missing_ok=True)


class _Reporter:
    """Writes the progress, but not more often than anybody looks."""

    def __init__(self, path: Path) -> None:
        self._path, self._last = path, 0.0

    def __call__(self, done: int, total: int) -> None:
        now = monotonic()
        if now - self._last >= REPORT_SECONDS:
            self._last = now
            _write_json(self._path, [done, total])


def _attempt(kind: str, work: Work, report: Report) -> dict[str, Any]:
    try:
        return {"status": "done", "result": work(report)}
    except Exception:
        error = secrets.token_hex(4)
        _log.exception("error %s in the job %s", error, kind)
        return {"status": "failed", "error": error}


def _read_json(path: Path) -> Any:
    with suppress(OSError, ValueError):
        return json.loads(path.read_text(encoding="utf-8"))
    return None


def _write_json(path: Path, value: object) -> None:
    scratch = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    scratch.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    scratch.replace(path)


def _age_of(path: Path) -> float:
    with suppress(OSError):
        return path.stat().st_mtime
    return 0.0
