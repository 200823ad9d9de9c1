"""A checked draft written to a file: the suffix of its name tells the format."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from assistant.draft.checked import CheckedDraft
from ingest.errors import UsageError
from ingest.os_reasons import french_reason

FORMATS = {
    ".docx": "Word (.docx), avec commentaires",
    ".html": "page web (.html)",
    ".md": "Markdown (.md)",
    ".csv": "tableur (.csv)",
    ".json": "données (.json)",
}


def require_format(path: Path) -> str:
    """The suffix of a report to be. Raises UsageError where no report has it."""
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise UsageError(
            f"Un rapport ne s'écrit pas en « {path.suffix or path.name} » : donnez-lui un nom en {', '.join(FORMATS)}."
        )
    return suffix


def require_writable(path: Path) -> None:
    """Raises UsageError, before anything is checked, where no report can be written to ``path``."""
    require_format(path)
    if path.is_dir() or not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise UsageError(f"Le rapport {path} ne peut pas être écrit : vérifiez son dossier et vos droits.")


def rendered(checked: CheckedDraft, suffix: str) -> bytes:
    """The report of ``checked`` in the format of ``suffix``, which is one of ``FORMATS``."""
    return _writer(suffix)(checked)


def write_report(checked: CheckedDraft, path: Path) -> None:
    """Write the report of ``checked`` to ``path``; a file that is there is replaced by a whole one, or left as it was.

    Raises UsageError on an unknown suffix or where nothing can be written.
    """
    report = rendered(checked, require_format(path))
    beside: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            beside = Path(file.name)
            file.write(report)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        beside.replace(path)
    except OSError as error:
        raise UsageError(
            f"Le rapport {path} ne peut pas être écrit ({french_reason(error)}) : vérifiez le dossier et ses droits."
        ) from error
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _writer(suffix: str) -> Callable[[CheckedDraft], bytes]:
    # Imported when needed: python-docx and jinja2 take their time.
    if suffix == ".docx":
        from assistant.draft.exports.docx import as_docx

        return as_docx
    if suffix == ".html":
        from assistant.draft.exports.html import as_html

        return as_html
    if suffix == ".md":
        from assistant.draft.exports.markdown import as_markdown

        return as_markdown
    if suffix == ".csv":
        from assistant.draft.exports.csv import as_csv

        return as_csv
    from assistant.draft.exports.json import as_json

    return as_json
