"""Verify the installation, the model and the index, and say what to mend."""

import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from assistant.reader import load_reader
from index.dense import DenseIndex
from index.embedding import describe_model, verify_model
from index.generation import open_generation, require_model
from index.late_interaction import TokenIndex
from index.records import Document, load_documents
from ingest.errors import SourcierError

_PACKAGES = ("sentence-transformers", "torch", "faiss-cpu", "bm25s", "pypdf", "gradio")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, said in a French sentence."""

    good: bool
    sentence: str


def examine(index_dir: Path, model_name: str | None, reranker: str | None) -> list[Finding]:
    """Look at everything an answer depends on; never raises for what it finds."""
    findings = []
    try:
        packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
        findings.append(Finding(True, f"Python {platform.python_version()}, {packages}."))
        model = describe_model(model_name)
        verify_model(model_name)
        findings.append(
            Finding(True, f"Modèle « {model.name} » : {model.dimension} dimensions, fichiers intacts.")
        )
        load_reader(reranker)
        findings.append(
            Finding(True, f"Lecteur {'du paquet' if reranker is None else reranker} : il se charge.")
        )
        opened = open_generation(index_dir)
        if opened.warning:
            findings.append(Finding(False, opened.warning))
        require_model(opened, model)
        findings.append(
            Finding(
                True,
                f"Index {index_dir}, {opened.manifest.generation} : {opened.manifest.num_documents} documents,"
                f" {opened.manifest.num_passages} passages, chaque fichier conforme à son empreinte.",
            )
        )
        findings.extend(_contents(opened.folder))
    except PackageNotFoundError as error:
        findings.append(Finding(False, f"Le paquet {error.name} manque : relancez « make setup »."))
    except SourcierError as error:
        findings.append(Finding(False, str(error)))
    return findings


def _contents(folder: Path) -> list[Finding]:
    documents = load_documents(folder)
    vectors = DenseIndex.load(folder).vectors()
    num_passages = sum(len(document.passages) for document in documents)
    norms = np.linalg.norm(vectors, axis=1)
    sound = len(vectors) == len(TokenIndex.load(folder)) == num_passages and bool(
        np.all(np.abs(norms - 1) < 1e-3)
    )
    lost = [document.name for document in documents if not _lossless(document)]
    return [
        Finding(sound, f"{num_passages} passages pour {len(vectors)} vecteurs unitaires."),
        Finding(
            not lost,
            "Chaque caractère de chaque document est dans un passage et un seul."
            if not lost
            else f"Du texte manque aux passages de {lost[0]} : réindexez ce document.",
        ),
    ]


def _lossless(document: Document) -> bool:
    position = 0
    for passage in document.passages:
        if passage.start < position or document.parsed.text[position : passage.start].strip():
            return False
        position = passage.end
    return not document.parsed.text[position:].strip()
