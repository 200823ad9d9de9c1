"""Any sentence-transformers CrossEncoder as a reader: it tells whether a passage answers, not where."""

import os
from collections.abc import Sequence
from pathlib import Path

from assistant.reader.reading import Reading
from index.model_folder import require_safe_weights, set_hub_environment
from ingest.errors import ModelError


class CrossEncoderReader:
    """A CrossEncoder kept in a folder, on the processor; its logit becomes a probability as it is."""

    def __init__(self, folder: Path) -> None:
        """Load the model of ``folder``; raises ModelError if it is unsafe or unreadable."""
        if not folder.is_dir():
            raise ModelError(
                f"Le dossier {folder} n'existe pas : corrigez SOURCIER_RERANKER ou retirez ce réglage."
            )
        require_safe_weights(folder)
        import torch
        from sentence_transformers import CrossEncoder

        set_hub_environment()
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        try:
            self._model = CrossEncoder(
                str(folder),
                device="cpu",
                local_files_only=True,
                trust_remote_code=False,
                activation_fn=torch.nn.Sigmoid(),
                model_kwargs={"use_safetensors": True},
            )
        except Exception as error:  # for a folder that it cannot read, the library raises anything
            raise ModelError(
                f"Le modèle {folder} ne se charge pas comme CrossEncoder ({type(error).__name__}) :"
                " choisissez-en un autre par SOURCIER_RERANKER, ou retirez ce réglage."
            ) from error

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """See Reader."""
        if not passages:
            return []
        scores = self._model.predict([(question, passage) for passage in passages], show_progress_bar=False)
        return [Reading(answers=float(score)) for score in scores]
