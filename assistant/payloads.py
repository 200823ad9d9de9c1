"""The public JSON of answers, hits and reports: stable names, additions allowed, removals not."""

from typing import Any

from assistant.answers import Answer, CheckedClaim, Citation
from index.records import Document
from index.report import FileReport, IngestReport
from index.search import Hit


def hit_payload(hit: Hit) -> dict[str, Any]:
    """One passage found by ``search``."""
    passage = hit.passage
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "passage_id": passage.passage_id,
        "document": hit.document.name,
        "title": hit.document.title,
        "page": passage.page,
        "heading": list(passage.headings),
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
    }


def search_payload(query: str, hits: list[Hit]) -> dict[str, Any]:
    """What ``search`` prints."""
    return {"query": query, "hits": [hit_payload(hit) for hit in hits]}


def citation_payload(citation: Citation) -> dict[str, Any]:
    """One citation."""
    return {
        "marker": citation.marker,
        "document": citation.document,
        "title": citation.title,
        "page": citation.page,
        "page_label": citation.page_label,
        "heading": list(citation.heading),
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "passage_id": citation.passage_id,
        "score": citation.score,
    }


def answer_payload(answer: Answer) -> dict[str, Any]:
    """What ``ask`` prints, and each turn of ``chat``."""
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "status": answer.status.value,
        "answer": answer.text,
        "confidence": answer.confidence,
        "citations": [citation_payload(citation) for citation in answer.citations],
        "nearest": [citation_payload(citation) for citation in answer.nearest],
        "generator": answer.generator,
        "elapsed_ms": answer.elapsed_ms,
    }


def claim_payload(checked: CheckedClaim) -> dict[str, Any]:
    """What ``check`` prints."""
    return {
        "claim": checked.claim,
        "verdict": checked.verdict.value,
        "confidence": checked.confidence,
        "explanation": checked.explanation,
        "evidence": [citation_payload(citation) for citation in checked.evidence],
        "nearest": [citation_payload(citation) for citation in checked.nearest],
        "elapsed_ms": checked.elapsed_ms,
    }


def file_payload(file: FileReport) -> dict[str, Any]:
    """What became of one file."""
    return {
        "document": file.document,
        "status": file.status,
        "reason": file.reason,
        "pages": file.pages,
        "passages": file.passages,
        "sha256": file.sha256,
    }


def ingest_payload(report: IngestReport) -> dict[str, Any]:
    """What ``ingest`` prints."""
    return {
        "generation": report.generation,
        "documents": [file_payload(file) for file in report.files],
        "elapsed_ms": report.elapsed_ms,
    }


def document_payload(document: Document) -> dict[str, Any]:
    """One indexed document."""
    metadata = document.parsed.metadata
    return {
        "document": document.name,
        "title": document.title,
        "author": metadata.author,
        "institution": metadata.institution,
        "date": metadata.date,
        "language": metadata.language,
        "pages": len(document.parsed.pages) or None,
        "passages": len(document.passages),
        "sha256": document.sha256,
        "added": document.added,
    }
