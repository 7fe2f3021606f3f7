"""What the workbench refuses."""

from __future__ import annotations

from configurator.values.problem import Problem
from configurator.values.refusal import Refusal


class UploadRefused(Refusal):
    """An upload that cannot be taken; carries every problem, each with the entry that it is about."""

    code = "upload_refused"

    def __init__(self, *problems: Problem) -> None:
        super().__init__(count=len(problems))
        self.problems = problems


class CandidateUnknown(Refusal):
    """There is no candidate of that number (any more). Evidence: number."""

    code = "candidate_unknown"


class PictureRefused(Refusal):
    """The picture could not be drawn; the table beside it says the same. Evidence: reason."""

    code = "picture_refused"


class CheckMissing(Refusal):
    """A workpiece cannot be published before it has been checked for that."""

    code = "check_missing"


class JobUnknown(Refusal):
    """There is no job of that kind. Evidence: kind."""

    code = "job_unknown"
