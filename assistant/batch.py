"""Many requests in one process: JSON Lines in, JSON Lines out, same ids, same order."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, get_args

from assistant.engine import Assistant
from assistant.payloads import answer_payload, claim_payload, search_payload
from index.scope import Scope
from index.search import EVERYWHERE
from ingest.errors import SourcierError, UsageError
from ingest.os_reasons import french_reason

Kind = Literal["search", "ask", "check", "chat"]
KINDS: tuple[Kind, ...] = get_args(Kind)


def run_batch(
    assistant: Assistant,
    kind: Kind,
    source: Path,
    target: Path,
    *,
    top_k: int,
    scope: Scope = EVERYWHERE,
    progress: Callable[[int], None] = lambda done: None,
) -> int:
    """Answer each line of ``source`` into ``target``; returns how many lines carry an error.

    A line that fails carries ``"error"``, one sentence, and the others go on.
    Raises UsageError when a file cannot be opened.
    """
    errors = 0
    if target.exists() and target.samefile(source):
        raise UsageError(
            "L'entrée et la sortie du lot sont le même fichier : donnez un autre nom à la sortie."
        )
    try:
        with (
            source.open(encoding="utf-8-sig") as lines,
            target.open("w", encoding="utf-8", errors="replace") as out,
        ):
            for done, line in enumerate(_lines(lines), start=1):
                result = _answered(assistant, kind, line, top_k, scope)
                errors += "error" in result
                out.write(json.dumps(result, ensure_ascii=False) + "\n")
                out.flush()
                progress(done)
    except UnicodeDecodeError as error:
        raise UsageError(
            f"Le lot {source} n'est pas en UTF-8 : enregistrez-le de nouveau en UTF-8."
        ) from error
    except OSError as error:
        raise UsageError(
            f"Le lot ne peut pas être lu ou écrit ({error.filename} : {french_reason(error)}) : vérifiez les deux chemins."
        ) from error
    return errors


def _lines(lines: Iterator[str]) -> Iterator[str]:
    return (line for line in lines if line.strip())


def _answered(assistant: Assistant, kind: Kind, line: str, top_k: int, scope: Scope) -> dict[str, Any]:
    try:
        request = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": "La ligne n'est pas du JSON valide : vérifiez guillemets et accolades."}
    if not isinstance(request, dict):
        return {"id": None, "error": 'La ligne n\'est pas un objet JSON : écrivez {"id": …, "text": …}.'}
    identifier = request.get("id")
    try:
        return {"id": identifier, **_result(assistant, kind, request, top_k, scope)}
    except SourcierError as error:
        return {"id": identifier, "error": str(error)}
    except Exception as error:  # the promise of a batch: whatever happens to a line, the others go on
        return {"id": identifier, "error": f"Erreur inattendue ({type(error).__name__}) : signalez-la."}


def _result(
    assistant: Assistant, kind: Kind, request: dict[str, Any], top_k: int, scope: Scope
) -> dict[str, Any]:
    if kind == "chat":
        turns = request.get("turns")
        if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
            raise UsageError(
                'La ligne n\'a pas de liste « turns » de textes : écrivez {"id": …, "turns": ["…"]}.'
            )
        return {"turns": [answer_payload(answer) for answer in assistant.chat(turns, scope=scope)]}
    text = request.get("text")
    if not isinstance(text, str):
        raise UsageError('La ligne n\'a pas de texte : écrivez {"id": …, "text": "…"}.')
    if kind == "search":
        return search_payload(text, assistant.search(text, top_k=top_k, scope=scope))
    if kind == "ask":
        return answer_payload(assistant.ask(text, scope=scope))
    return claim_payload(assistant.check(text, scope=scope))
