"""Reference sets to and from the formats that others use: BEIR folders, and SQuAD files.

BEIR (Thakur et al., 2021): ``corpus.jsonl``, ``queries.jsonl``, ``qrels/test.tsv``. A document of theirs becomes a
file of ours, and its whole text the gold span. SQuAD (Rajpurkar et al., 2016): a paragraph becomes a file, and the
answer's own span the gold one.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.reference_set import ReferenceSet, document_named
from index.records import Document
from ingest.errors import UsageError
from ingest.os_reasons import french_reason

DOCUMENTS = "documents"
QUESTIONS = "questions.jsonl"
UNANSWERABLE = "unanswerable.jsonl"


def import_beir(folder: Path, target: Path) -> tuple[int, int]:
    """Write the documents and questions of a BEIR folder to ``target``; returns how many of each.

    BEIR has no answers in words: a question has none, and only its ranking can be measured. Raises UsageError.
    """
    corpus = {str(line["_id"]): _whole(line) for line in _lines(folder / "corpus.jsonl", "_id", "text")}
    queries = {
        str(line["_id"]): str(line["text"]) for line in _lines(folder / "queries.jsonl", "_id", "text")
    }
    gold: dict[str, list[str]] = {}
    for query, document, grade in _qrels(folder / "qrels" / "test.tsv"):
        if query not in queries or document not in corpus:
            raise UsageError(
                f"{folder / 'qrels' / 'test.tsv'} : « {query} » ou « {document} » n'est pas dans les deux autres fichiers."
            )
        if grade > 0:
            gold.setdefault(query, []).append(document)
    names = _file_names(corpus)
    questions = [
        {
            "id": query,
            "question": queries[query],
            "type": "beir",
            "answers": [],
            **_gold([_span(names[each], 0, len(corpus[each])) for each in documents]),
        }
        for query, documents in sorted(gold.items())
    ]
    texts = {names[key]: text for key, text in corpus.items()}
    _write(target, texts, questions, [])
    return len(texts), len(questions)


def import_squad(path: Path, target: Path) -> tuple[int, int]:
    """Write the paragraphs and questions of a SQuAD file (1.1 or 2.0) to ``target``; returns how many of each.

    Raises UsageError.
    """
    names: dict[str, str] = {}  # by text: an index keeps one of equal texts
    questions, unanswerable = [], []
    try:
        for article in json.loads(_read(path))["data"]:
            for paragraph in article["paragraphs"]:
                text = str(paragraph["context"])
                name = names.setdefault(text, f"{len(names) + 1:06}.txt")
                for asked in paragraph["qas"]:
                    item = {"id": str(asked["id"]), "question": str(asked["question"])}
                    if asked.get("is_impossible") or not asked["answers"]:
                        why = "Sans réponse dans son paragraphe."
                        unanswerable.append({**item, "kind": "near_miss", "why": why})
                        continue
                    answers = {each["text"]: each["answer_start"] for each in asked["answers"]}
                    spans = [_span(name, start, start + len(said)) for said, start in answers.items()]
                    questions.append(
                        {
                            **item,
                            "type": "squad",
                            "answers": [list(answers)],
                            **_gold(spans),
                        }
                    )
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path} n'est pas un fichier SQuAD : il faut « data », « paragraphs », « qas », « answers »."
        ) from error
    _write(target, {name: text for text, name in names.items()}, questions, unanswerable)
    return len(names), len(questions) + len(unanswerable)


def export_beir(reference_set: ReferenceSet, documents: Iterable[Document], target: Path) -> tuple[int, int]:
    """Write the passages of ``documents`` and the questions of ``reference_set`` as a BEIR folder.

    A passage is relevant when it overlaps a gold span. Returns how many passages and questions. Raises UsageError.
    """
    by_name = {document.name: document for document in documents}
    passages = [
        {"_id": passage.passage_id, "title": document.title, "text": passage.text}
        for document in by_name.values()
        for passage in document.passages
    ]
    questions = [each for each in reference_set.questions if each.alternatives]
    qrels = [
        (question.id, passage.passage_id)
        for question in questions
        for span in dict.fromkeys(span for group in question.alternatives for span in group)
        for passage in by_name[document_named(span.document, by_name) or ""].passages
        if passage.start < span.end and span.start < passage.end
    ]
    _make_folder(target / "qrels")
    _dump(target / "corpus.jsonl", passages)
    _dump(target / "queries.jsonl", [{"_id": each.id, "text": each.text} for each in questions])
    rows = [
        "query-id\tcorpus-id\tscore",
        *(f"{query}\t{passage}\t1" for query, passage in dict.fromkeys(qrels)),
    ]
    (target / "qrels" / "test.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return len(passages), len(questions)


def _gold(spans: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Each span answers by itself."""
    return {"evidence": spans[:1], "alternatives": [[span] for span in spans[1:]]}


def _span(document: str, start: int, end: int) -> dict[str, Any]:
    return {"document": document, "start": start, "end": end}


def _whole(line: Mapping[str, Any]) -> str:
    title = str(line.get("title") or "").strip()
    return f"{title}\n\n{line['text']}" if title else str(line["text"])


def _file_names(corpus: Mapping[str, str]) -> dict[str, str]:
    """A file name for each document, the same where texts are equal: an index keeps one of them."""
    names: dict[str, str] = {}
    return {key: names.setdefault(text, f"{len(names) + 1:06}.txt") for key, text in corpus.items()}


def _lines(path: Path, *keys: str) -> Iterator[Mapping[str, Any]]:
    # Not splitlines: texts hold U+2028, which JSON leaves as it is.
    for number, line in enumerate(_read(path).split("\n"), start=1):
        if line.strip():
            try:
                value = json.loads(line)
                if not all(key in value for key in keys):
                    raise ValueError("a key is missing")
            except (ValueError, TypeError) as error:
                raise UsageError(
                    f"{path}, ligne {number} : un objet JSON avec {' et '.join(keys)} est attendu."
                ) from error
            yield value


def _qrels(path: Path) -> Iterator[tuple[str, str, int]]:
    """Query, document and grade of each line after the head."""
    for number, row in enumerate(csv.reader(_read(path).splitlines(), delimiter="\t"), start=1):
        if number == 1 or not row:
            continue
        try:
            query, document, grade = row
            yield query, document, int(grade)
        except ValueError as error:
            raise UsageError(
                f"{path}, ligne {number} : « requête, document, note » sont attendus, séparés par des tabulations."
            ) from error


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} n'est pas en UTF-8 : enregistrez-le de nouveau en UTF-8.") from error
    except OSError as error:
        raise UsageError(
            f"{path} ne peut pas être lu ({french_reason(error)}) : vérifiez le chemin."
        ) from error


def _write(
    target: Path,
    texts: Mapping[str, str],
    questions: Iterable[Mapping[str, Any]],
    unanswerable: Sequence[Mapping[str, Any]],
) -> None:
    _make_folder(target / DOCUMENTS)
    for name, text in texts.items():
        (target / DOCUMENTS / name).write_text(text, encoding="utf-8", newline="")
    _dump(target / QUESTIONS, questions)
    if unanswerable:
        _dump(target / UNANSWERABLE, unanswerable)


def _make_folder(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} n'est pas vide : donnez un autre dossier, pour ne rien perdre.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"{folder} ne peut pas être créé ({french_reason(error)}) : vérifiez le chemin."
        ) from error


def _dump(path: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.writelines(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
