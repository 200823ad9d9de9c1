import stat
from pathlib import Path

import pytest

from assistant.page.users import hash_password, load_users, save_user
from ingest.errors import UsageError


def test_a_user_is_admitted_by_their_password_alone(tmp_path: Path) -> None:
    path = tmp_path / "comptes" / "users.txt"
    save_user(path, "camille", "mot de passe long")
    save_user(path, "dominique", "un autre secret")
    users = load_users(path)
    assert len(users) == 2
    assert users.admits("camille", "mot de passe long")
    assert not users.admits("camille", "un autre secret")
    assert not users.admits("camille", "")
    assert not users.admits("inconnu", "mot de passe long")
    assert not users.admits("camille", "\ud800")


def test_a_password_is_changed_and_never_written(tmp_path: Path) -> None:
    path = tmp_path / "users.txt"
    save_user(path, "camille", "premier secret")
    save_user(path, "camille", "second secret")
    users = load_users(path)
    assert users.admits("camille", "second secret")
    assert not users.admits("camille", "premier secret")
    assert "secret" not in path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_same_password_is_hashed_differently() -> None:
    assert hash_password("mot de passe") != hash_password("mot de passe")


@pytest.mark.parametrize(
    ("name", "password"), [("a:b", "assez long"), ("", "assez long"), ("a\nb", "assez long"), ("a", "court")]
)
def test_names_and_passwords_that_cannot_be_kept_are_refused(
    tmp_path: Path, name: str, password: str
) -> None:
    with pytest.raises(UsageError):
        save_user(tmp_path / "users.txt", name, password)


@pytest.mark.parametrize(
    "text", ["", "# rien\n", "camille:motdepasse\n", "camille:scrypt::\n", "a b:scrypt:YQ==:YQ==\n"]
)
def test_a_file_that_is_not_one_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "users.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError):
        load_users(path)
    with pytest.raises(UsageError, match="introuvable"):
        load_users(tmp_path / "absent.txt")
