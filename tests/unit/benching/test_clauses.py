"""The clauses are the model, and the DIMACS text is the clauses."""

from __future__ import annotations

from pathlib import Path

from configurator.benching.clauses import WrittenClauses, write_dimacs
from configurator.benching.peer import read_dimacs
from configurator.models.reading import read_model
from configurator.models.translating import translate
from configurator.solver import (
    AtLeast,
    Bool,
    Constraint,
    Implies,
    Integer,
    Is,
    IsTrue,
    Linear,
    Model,
    Reasoner,
    compile,
)

SEATS = Model(
    (Bool("taken"), Bool("free"), Integer("seats", 0, 40)),
    (Constraint("least", Implies(Is("taken"), Linear(((1, "seats"), (3, "free")), ">=", 20))),),
)


def test_the_text_comes_back_as_it_went(tmp_path: Path) -> None:
    written = WrittenClauses(compile(SEATS))
    clauses = written.take_clauses()
    path = tmp_path / "seats.dimacs"
    path.write_text(write_dimacs(clauses, written.top, written.literals.values()), encoding="utf-8")
    features, size, read = read_dimacs(str(path))
    assert (features, size) == (list(written.literals.values()), written.top)
    assert read == [list(clause) for clause in clauses]


def test_the_clauses_leave_possible_what_the_model_does() -> None:
    compiled = compile(SEATS)
    written = WrittenClauses(compiled)
    text = write_dimacs(written.take_clauses(), written.top, written.literals.values())
    read = read_model(text, "seats.dimacs", ".dimacs").model
    assert read is not None
    facts = [IsTrue("taken"), IsTrue("free")]
    expected = Reasoner(compiled).booleans(facts).bools
    asked = [IsTrue(f"v{literal}") for literal in written.find_assumptions(facts)]
    found = Reasoner(compile(translate(read).model)).booleans(asked).bools
    assert {name: found[f"v{literal}"] for name, literal in written.literals.items()} == expected


def test_facts_about_integers_may_bring_clauses() -> None:
    written = WrittenClauses(compile(SEATS))
    written.take_clauses()
    (literal,) = written.find_assumptions([AtLeast("seats", 7)])
    assert literal > 0
    assert any(-literal in clause for clause in written.take_clauses())
