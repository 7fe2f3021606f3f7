from __future__ import annotations

import pytest

from configurator.documents.model import languages_of


@pytest.mark.parametrize(("language", "languages"), [("zh", ("zh",)), ("en", ("en",)), ("both", ("zh", "en"))])
def test_names_the_languages_the_prevailing_one_first(language, languages):
    assert languages_of(language) == languages
