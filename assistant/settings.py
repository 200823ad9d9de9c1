"""Settings: from the environment (``SOURCIER_…``) or a ``sourcier.toml`` file, else these defaults."""

from functools import lru_cache
from pathlib import Path
from tomllib import TOMLDecodeError

from platformdirs import user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from ingest.errors import UsageError


class Settings(BaseSettings):
    """One field a setting; the environment wins over the file."""

    model_config = SettingsConfigDict(
        env_prefix="SOURCIER_", toml_file="sourcier.toml", env_ignore_empty=True, extra="ignore"
    )

    index: Path = Field(
        default_factory=lambda: user_data_path("sourcier") / "index",
        description="Dossier de l'index.",
    )
    embedding_model: str | None = Field(
        default=None,
        description="Dossier ou nom d'un modèle sentence-transformers ; celui du paquet par défaut.",
    )

    reranker: str | None = Field(
        default=None,
        description="Dossier d'un CrossEncoder sentence-transformers ; le lecteur du paquet par défaut.",
    )

    users: Path | None = Field(
        default=None,
        description="Fichier des comptes de la page (« sourcier user NOM ») ; sans lui, personne ne s'identifie.",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The order in which a setting is looked for."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once. Raises UsageError when one cannot be read."""
    try:
        return Settings()
    except TOMLDecodeError as error:
        raise UsageError(
            f"Le fichier sourcier.toml est mal écrit ({error}) : corrigez-le ou retirez-le."
        ) from error
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise UsageError(
            f"Le réglage « {field} » ne convient pas : corrigez SOURCIER_{field.upper()} ou sourcier.toml."
        ) from error
