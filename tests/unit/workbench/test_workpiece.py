from __future__ import annotations

from configurator.catalog.notebook import Notebook
from configurator.workbench.workpiece import read_workpiece
from tests.factories.catalog_files import changed, load_tiny, tiny_files


def test_reads_files_with_their_rules():
    piece = read_workpiece(tiny_files())
    assert piece.problems == ()
    assert piece.catalog == load_tiny().catalog
    assert piece.digest == load_tiny().catalog.digest
    assert [parsed.rule.id for parsed in piece.book.rules] == ["VOICE-01", "VOICE-06", "VOICE-07"]


def test_cannot_be_used_while_a_file_does_not_read():
    piece = read_workpiece(changed("tax.yaml", "categories", "categorise"))
    assert piece.book is None
    assert piece.catalog is None
    assert {problem.location.file for problem in piece.problems if problem.location} >= {"tax.yaml"}


def test_cannot_be_used_while_an_expression_does_not_read():
    piece = read_workpiece(changed("rules/voice.yaml", "then: SBC-*", "then: SBC-* +"))
    assert piece.book is None
    assert [problem.location.file for problem in piece.problems] == ["rules/voice.yaml"]


def test_cannot_be_used_while_an_expression_means_nothing():
    piece = read_workpiece(changed("rules/voice.yaml", "then: SBC-*", "then: nobody > 3"))
    assert piece.book is None
    assert piece.problems


def test_keeps_what_opening_the_files_found():
    notebook = Notebook()
    notebook.page("offerings/link.yaml").report("file_outside")
    piece = read_workpiece(tiny_files(), notebook)
    assert [problem.code for problem in piece.problems] == ["file_outside"]
    assert piece.book is None


def test_is_the_same_whatever_the_order_of_the_files():
    files = tiny_files()
    assert read_workpiece(dict(reversed(files.items()))).digest == read_workpiece(files).digest
