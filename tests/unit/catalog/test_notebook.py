"""Problems, definitions and references are noted with their places."""

import pytest

from configurator.catalog.notebook import MOST_PROBLEMS_OF_A_FILE, Notebook, nearest_name
from configurator.values.problem import Severity, SourceLocation


def test_a_problem_has_the_page_s_file_and_its_parameters():
    notebook = Notebook()
    notebook.page("a.yaml").report("some_code", 3, 4, severity=Severity.WARNING, name="x", line=9)
    (problem,) = notebook.problems
    assert (problem.code, problem.severity, problem.location) == (
        "some_code",
        Severity.WARNING,
        SourceLocation("a.yaml", 3, 4),
    )
    assert problem.params == {"name": "x", "line": 9}


def test_the_first_definition_counts_and_the_second_is_a_problem():
    notebook = Notebook()
    notebook.page("a.yaml").define("unit", "seat", 1, 2)
    notebook.page("b.yaml").define("unit", "seat", 3, 4)
    notebook.page("b.yaml").define("tag", "seat", 5, 6)
    assert notebook.names("unit") == {"seat": SourceLocation("a.yaml", 1, 2)}
    (problem,) = notebook.problems
    assert (problem.code, problem.params["first"]) == ("duplicate_name", "a.yaml:1:2")


def test_references_are_kept_by_kind():
    notebook = Notebook()
    page = notebook.page("a.yaml")
    page.refer("unit", "seat", 1, 1)
    page.refer("unit", "seat", 2, 1)
    page.refer("tag", "line", 3, 1)
    assert notebook.referred("unit") == {"seat"}
    assert notebook.referred("need") == frozenset()


def test_one_file_cannot_drown_the_others():
    notebook = Notebook()
    for line in range(1, 1000):
        notebook.page("a.yaml").report("some_code", line, 1)
    notebook.page("b.yaml").report("some_code", 1, 1)
    assert len(notebook.problems) == MOST_PROBLEMS_OF_A_FILE + 1
    assert notebook.problems[MOST_PROBLEMS_OF_A_FILE - 1].code == "more_problems"


@pytest.mark.parametrize(
    ("name", "nearest"), [("quantiy", "quantity"), ("tags", "tags"), ("xyz", "–"), ("", "–"), ("QUANTITY", "–")]
)
def test_the_nearest_name_is_the_one_probably_meant(name, nearest):
    assert nearest_name(name, ("quantity", "tags", "unit")) == nearest
