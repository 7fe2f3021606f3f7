"""What goes wrong becomes an answer here and nowhere else: refusals by the table, bugs with an id in the log."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from http import HTTPStatus

from flask import Flask, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from configurator.http.refusing import say_refusal, status_of
from configurator.values.refusal import Refusal

ShowError = Callable[[int, str, str], ResponseReturnValue]
AskToSignIn = Callable[[], ResponseReturnValue]

_log = logging.getLogger(__name__)


def install_error_handlers(app: Flask, show: ShowError, ask_to_sign_in: AskToSignIn) -> None:
    """Answer with `show(status, detail, id)`; 401 leads to the sign-in page."""

    def answer_status(error: HTTPException) -> ResponseReturnValue:
        """Errors as pages, 401 by asking to sign in; what is no error, or brings its own answer, as it is."""
        if error.code is None or error.response is not None or error.code < HTTPStatus.BAD_REQUEST:
            return error
        if error.code == HTTPStatus.UNAUTHORIZED:
            return ask_to_sign_in()
        return show(error.code, "", "")

    def answer_refusal(error: Refusal) -> ResponseReturnValue:
        return show(status_of(error), say_refusal(error), "")

    def answer_bug(error: Exception) -> ResponseReturnValue:
        error_id = secrets.token_hex(4)
        _log.exception("error %s at %s %s", error_id, request.method, request.path)
        return show(HTTPStatus.INTERNAL_SERVER_ERROR, "", error_id)

    def answer_forged(error: CSRFError) -> ResponseReturnValue:
        return show(HTTPStatus.BAD_REQUEST, "", "")

    app.register_error_handler(HTTPException, answer_status)
    app.register_error_handler(CSRFError, answer_forged)
    app.register_error_handler(Refusal, answer_refusal)
    app.register_error_handler(Exception, answer_bug)
