"""A small draft on the sample documents, and what its check gives, made without any model."""

from assistant.draft.checked import CheckedDraft, check_draft
from assistant.draft.reading import Draft, pasted_draft
from assistant.engine import Assistant

# Against tests/sample_documents.py: confirmed, contradicted, not found, and what is left out.
DRAFT = """# Mon article

Au total, 62 % des musiciens écoutent leurs maquettes au casque (Dupont, 2021). Faut-il s'en étonner ?

Au total, 26 % des musiciens écoutent leurs maquettes au casque.
La tour Eiffel & ses jardins mesurent 330 mètres ; je trouve cela **beau**.
"""


def checked_draft(assistant: Assistant, draft: Draft | None = None) -> CheckedDraft:
    return check_draft(assistant, draft or pasted_draft(DRAFT))
