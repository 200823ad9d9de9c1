"""Who may open the page: a text file, ``name:scrypt:salt:hash`` a line, passwords hashed by scrypt (RFC 7914)."""

import hashlib
import hmac
import re
import secrets
from base64 import b64decode, b64encode
from pathlib import Path

from ingest.errors import UsageError
from ingest.os_reasons import french_reason

# Cost, block size, parallelism: 16 MB and about 50 ms a try.
_COST, _BLOCK, _PARALLEL = 2**14, 8, 1
_NAME = re.compile(r"[\w.@-]{1,64}")
_SHORTEST_PASSWORD = 8


class Users:
    """The people of a users file, read once."""

    def __init__(self, hashed: dict[str, str]) -> None:
        self._hashed = hashed
        # One that nobody has: an unknown name takes as long to refuse as a wrong password.
        self._decoy = hash_password(secrets.token_urlsafe())

    def __len__(self) -> int:
        return len(self._hashed)

    def admits(self, name: str, password: str) -> bool:
        """Whether ``password`` is that of ``name``."""
        known = name in self._hashed
        _, salt, expected = (self._hashed[name] if known else self._decoy).split(":")
        return hmac.compare_digest(_scrypt(password, b64decode(salt)), b64decode(expected)) and known


def load_users(path: Path) -> Users:
    """The users of the file at ``path``. Raises UsageError where it cannot be read or a line is not one of ours."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = french_reason(error) if isinstance(error, OSError) else "il n’est pas en UTF-8"
        raise UsageError(
            f"Le fichier des comptes {path} ne peut pas être lu ({reason}) : faites-le avec « sourcier user NOM »."
        ) from error
    hashed = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, rest = line.strip().partition(":")
        if not _NAME.fullmatch(name) or not _is_hashed(rest):
            raise UsageError(
                f"Le fichier des comptes {path}, ligne {number}, est mal écrit : refaites-la avec « sourcier user NOM »."
            )
        hashed[name] = rest
    if not hashed:
        raise UsageError(
            f"Le fichier des comptes {path} est vide : ajoutez-en un avec « sourcier user NOM »."
        )
    return Users(hashed)


def _is_hashed(text: str) -> bool:
    """Whether ``text`` is what ``hash_password`` gives."""
    scheme, *parts = text.split(":")
    try:
        decoded = [b64decode(part, validate=True) for part in parts]
    except ValueError:
        return False
    return scheme == "scrypt" and len(decoded) == 2 and all(decoded)


def save_user(path: Path, name: str, password: str) -> None:
    """Write ``name`` and its hashed password to the file at ``path``, in place of what it had. Raises UsageError."""
    if not _NAME.fullmatch(name):
        raise UsageError(
            "Le nom ne convient pas : lettres, chiffres, « . », « - », « _ » et « @ » seulement."
        )
    if len(password) < _SHORTEST_PASSWORD:
        raise UsageError(f"Le mot de passe est trop court : {_SHORTEST_PASSWORD} caractères au moins.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        kept = [line for line in lines if line.partition(":")[0] != name]
        beside = path.with_name(f".{path.name}.tmp")
        beside.touch(mode=0o600)
        beside.write_text("\n".join([*kept, f"{name}:{hash_password(password)}", ""]), encoding="utf-8")
        beside.replace(path)
    except (OSError, UnicodeDecodeError) as error:
        reason = french_reason(error) if isinstance(error, OSError) else "il n’est pas en UTF-8"
        raise UsageError(
            f"Le fichier des comptes {path} ne peut pas être écrit ({reason}) : vérifiez le chemin."
        ) from error


def hash_password(password: str) -> str:
    """``scrypt:salt:hash``, both in base 64."""
    salt = secrets.token_bytes(16)
    return f"scrypt:{b64encode(salt).decode()}:{b64encode(_scrypt(password, salt)).decode()}"


def _scrypt(password: str, salt: bytes) -> bytes:
    # errors: a browser may send a lone surrogate, which is no password of anybody.
    return hashlib.scrypt(
        password.encode(errors="replace"), salt=salt, n=_COST, r=_BLOCK, p=_PARALLEL, dklen=32
    )
