"""Which documents a search is about: by name, institution, year or language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields

from index.analysis import fold
from index.records import Document
from ingest.errors import UsageError


@dataclass(frozen=True, slots=True)
class Scope:
    """Documents that fit one value of each field that is given; without any, all of them.

    ``documents``: the exact name, or words of the name or title; ``institutions``: words of the institution;
    ``years``: the year of the date, four figures; ``languages``: an ISO 639-1 code. Letter case and accents aside.
    """

    documents: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is asked of the documents."""
        return any(getattr(self, field.name) for field in fields(self))

    def holds(self, document: Document) -> bool:
        """Whether ``document`` is one of those meant."""
        metadata = document.parsed.metadata
        return (
            _any_within(self.documents, document.name, document.title)
            and _any_within(self.institutions, metadata.institution)
            and (not self.years or metadata.date[:4] in self.years)
            and (not self.languages or metadata.language in map(str.lower, self.languages))
        )

    def among(self, documents: Sequence[Document]) -> list[Document]:
        """The documents meant; an exact name means no other. Raises UsageError where there is none."""
        exact = [document for document in documents if document.name in self.documents]
        found = [document for document in exact or documents if self.holds(document)]
        if documents and not found:
            raise UsageError(
                f"Aucun document ne correspond au filtre {self} : « sourcier documents » donne les titres,"
                " institutions, dates et langues."
            )
        return found

    def __str__(self) -> str:
        """In French, for whom a filter let nothing through."""
        labels = ("document", "institution", "année", "langue")
        given = zip(labels, (self.documents, self.institutions, self.years, self.languages), strict=True)
        return ", ".join(f"{label} « {' ou '.join(values)} »" for label, values in given if values)


def _any_within(wanted: Sequence[str], *texts: str) -> bool:
    """Whether some of ``wanted`` stands whole in some of ``texts``: « rapport 1 » is not in « rapport 10 »."""
    return not wanted or any(
        re.search(rf"(?<!\w){re.escape(fold(each))}(?!\w)", fold(text)) for each in wanted for text in texts
    )
