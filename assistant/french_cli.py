"""Typer speaks English of itself: its headings, its help option and its usage errors, said in French."""

from collections.abc import Sequence
from typing import Any

import typer
import typer.rich_utils
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

typer.rich_utils.ARGUMENTS_PANEL_TITLE = "Arguments"
typer.rich_utils.COMMANDS_PANEL_TITLE = "Commandes"
typer.rich_utils.DEFAULT_STRING = "[par défaut : {}]"
typer.rich_utils.ENVVAR_STRING = "[variable : {}]"
typer.rich_utils.REQUIRED_LONG_STRING = "[obligatoire]"


INTERRUPTED = "\nsourcier : interrompu ; l'index est resté tel qu'il était."
_INTERRUPTED = 130  # what shells give a command that Ctrl-C ended


class _French:
    """What commands and groups share."""

    def get_help_option(self, ctx: Any) -> Any:
        """The ``--help`` option, described in French."""
        option = super().get_help_option(ctx)  # type: ignore[misc]  # a mix-in: the next class has it
        if option is not None:
            option.help = "Affiche cette aide."
        return option

    def get_usage(self, ctx: Any) -> str:
        """The line that shows how a command is written."""
        usage: str = super().get_usage(ctx)  # type: ignore[misc]  # a mix-in: the next class has it
        return usage.replace("Usage:", "Utilisation :", 1)


class FrenchCommand(_French, TyperCommand):
    """A command whose help is in French."""


class FrenchGroup(_French, TyperGroup):
    """The group of commands, whose help is in French."""


def run(app: typer.Typer, arguments: Sequence[str] | None) -> int:
    """Run ``app``; returns its exit code. A usage error is one French sentence on stderr and code 2."""
    try:
        result = app(args=arguments, standalone_mode=False)
    except typer.Abort:
        typer.echo(INTERRUPTED, err=True)
        return _INTERRUPTED
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(error.format_message())
        else:
            typer.echo(f"sourcier : {_sentence(error)}", err=True)
        return 2
    if result == _INTERRUPTED:
        typer.echo(INTERRUPTED, err=True)
    return result if isinstance(result, int) else 0


def _sentence(error: TyperException) -> str:
    command = getattr(getattr(error, "ctx", None), "command_path", "sourcier")
    remedy = f"« {command} --help » montre comment l'écrire."
    parameter = getattr(error, "param", None)
    name = str(
        getattr(error, "param_hint", "")
        or getattr(parameter, "metavar", "")
        or (getattr(parameter, "name", "") or "").upper()
    )
    kind = type(error).__name__
    if kind == "MissingParameter":
        return f"il manque {name} : {remedy}"
    if kind == "NoSuchOption":
        return f"l'option {getattr(error, 'option_name', '')} n'existe pas : {remedy}"
    if kind == "BadParameter":
        return f"la valeur de {name} ne convient pas : {remedy}"
    return f"la commande est mal écrite ou n'existe pas : {remedy}"
