"""The child process that parses files: one JSON request a line in, one JSON reply a line out.

Parsers of untrusted files hang, explode and crash, so they run here under a memory cap, and the
parent kills the process when its time is up. JSON, not pickle: a parser taken over by a file can
send wrong text, but cannot make the parent run anything.
"""

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

from ingest.errors import NoTextError, ParseError
from ingest.formats import READABLE, parser_for
from ingest.metadata import complete_metadata
from ingest.os_reasons import french_reason
from ingest.parsed_json import encode

# Bytes of address space: measured need of an ordinary file is under 300 MB.
MEMORY_CAP = 1_500_000_000
_NO_MEMORY = "Le fichier demande trop de mémoire pour être lu : allégez-le ou découpez-le."
_FAILED = f"Le fichier est illisible ou endommagé : ouvrez-le et enregistrez-le de nouveau en {READABLE}."


def main() -> None:
    """Answer requests until standard input closes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_CAP, MEMORY_CAP))
    # What a library prints must not mix with the replies.
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    for line in sys.stdin:
        request = json.loads(line)
        replies.write(json.dumps(_answer(Path(request["path"]), request["format"])) + "\n")
        replies.flush()


def _answer(path: Path, file_format: str) -> dict[str, Any]:
    try:
        parsed = parser_for(file_format)(path)
        return {"parsed": encode(complete_metadata(parsed))}
    except NoTextError as error:
        return {"empty": str(error)}
    except ParseError as error:
        return {"failed": str(error)}
    except (MemoryError, RecursionError):
        return {"failed": _NO_MEMORY}
    except OSError as error:
        return {
            "failed": f"Le fichier ne peut pas être lu ({french_reason(error)}) : vérifiez ses droits d'accès."
        }
    except Exception:  # a parser's boundary: any other failure is the file's, and is named so
        return {"failed": _FAILED}
