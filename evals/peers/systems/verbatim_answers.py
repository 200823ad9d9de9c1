"""verbatim-rag with answers: the spans that its own extraction model finds in the first passages."""

from collections.abc import Mapping

from verbatim_core.extractors import ModelSpanExtractor

from evals.peers.interface import CannotRunError, Found, Search
from evals.peers.systems.verbatim_retrieval import build_index, passage_of

_NUM_READ = 5  # passages that VerbatimRAG reads by default


def build(documents: Mapping[str, str], model: str, top_k: int) -> Search:
    """See evals.peers.interface; raises CannotRunError where the extraction model is not on this machine."""
    try:
        extractor = ModelSpanExtractor()
    except OSError as error:
        raise CannotRunError(
            f"son modèle d'extraction ({ModelSpanExtractor.DEFAULT_MODEL}) n'est que sur le hub de modèles,"
            " et son autre voie demande un grand modèle de langage"
        ) from error
    index = build_index(documents, model)

    def search(question: str) -> Found:
        found = index.query(text=question, k=top_k)
        spans = extractor.extract_spans(question, found[:_NUM_READ])
        return Found(
            [passage_of(result.metadata["source"], result.text, documents) for result in found],
            " ".join(span for result in found[:_NUM_READ] for span in spans.get(result.text, ())),
        )

    return search
