"""The one root of every error that this library raises."""

from __future__ import annotations


class ExportRulesError(Exception):
    """An error with a stable code, a one-sentence message and a way out."""

    def __init__(self, code: str, message: str, help: str | None = None) -> None:  # noqa: A002 - public name
        super().__init__(code, message, help)
        self.code = code
        self.message = message
        self.help = help

    def __str__(self) -> str:
        tail = f"; {self.help}" if self.help else ""
        return f"{self.code}: {self.message}{tail}"
