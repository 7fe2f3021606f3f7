"""Presenters and requests of the pages, without a request."""
