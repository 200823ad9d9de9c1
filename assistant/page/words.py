"""The page's own words: French where they stand in the code, and their English here.

``say("Fermer")`` gives the sentence in the language of the page. What is said in braces is filled in after.
"""

from collections.abc import Callable

Say = Callable[[str], str]


def french(sentence: str) -> str:
    """The sentence itself."""
    return sentence


def english(sentence: str) -> str:
    """Its English; a sentence made elsewhere (an error, an answer) stays French."""
    return _ENGLISH.get(sentence, sentence)


_ENGLISH = {
    # layout, filters
    "Des réponses en français, chaque phrase citée au mot près.": "Answers in French, every sentence quoted word for word.",
    "Langue": "Language",
    "Chercher dans : tous les documents, ou ceux que vous choisissez": "Search in: all documents, or those you choose",
    "Documents": "Documents",
    "Institutions": "Institutions",
    "Années": "Years",
    # ask
    "Demander": "Ask",
    "Arrêter": "Stop",
    "Recherche dans les documents…": "Searching the documents…",
    "Votre question": "Your question",
    "Par exemple : quels sont les usages de l'IA en post-production ?": "In French; for example: quels sont les usages de l'IA en post-production ?",
    "Modifier la question {number}, et ce qui la suit (videz-la pour renoncer)": "Edit question {number}, and what follows it (empty it to give up)",
    "Nouvelle conversation": "New conversation",
    "Passages": "Passages",
    "Conversation": "Conversation",
    "Question": "Question",
    "Posez une question sur vos documents : chaque phrase de la réponse renvoie au passage qui la dit.": "Ask a question about your documents: every sentence of the answer leads to the passage that says it.",
    "Question comprise :": "Question understood:",
    "Corriger": "Correct it",
    "Confiance :": "Confidence:",
    "forte": "high",
    "moyenne": "medium",
    "faible": "low",
    "insuffisante": "too low",
    "Sourcier estime à {percent} % la probabilité que ces passages répondent à la question, d’après des questions dont la réponse est connue. Les citations, elles, sont exactes dans tous les cas : lisez-les.": "Sourcier puts at {percent}% the probability that these passages answer the question, judging by questions whose answer is known. The quotes themselves are exact in any case: read them.",
    "Sourcier estime à {percent} % la probabilité que les documents répondent : c’est trop peu, il s’abstient.": "Sourcier puts at {percent}% the probability that the documents answer: too little, so it abstains.",
    "Redemander": "Ask again",
    "Modifier la question": "Edit the question",
    "Bonne réponse": "Good answer",
    "Mauvaise réponse": "Bad answer",
    "Avis noté, merci.": "Noted, thank you.",
    "Un commentaire ? (facultatif)": "A comment? (optional)",
    "Envoyer l’avis": "Send",
    "Les passages cités s’afficheront ici.": "The passages quoted will show here.",
    "Sources de la réponse {turn}": "Sources of answer {turn}",
    "Passages les plus proches (ne répondent pas à la question)": "Nearest passages (they do not answer the question)",
    "Source {marker} : {title}": "Source {marker}: {title}",
    "Voir dans la source": "See in the source",
    # conversations kept
    "Conversations gardées": "Conversations kept",
    "Chercher dans les conversations": "Search the conversations",
    "Rouvrir une conversation": "Reopen a conversation",
    "Titre": "Title",
    "Renommer": "Rename",
    "Supprimer…": "Delete…",
    "Supprimer pour de bon": "Delete for good",
    "Garder": "Keep",
    "Exporter en": "Export as",
    "Télécharger": "Download",
    "Word (.docx)": "Word (.docx)",
    "page web (.html)": "web page (.html)",
    "Markdown (.md)": "Markdown (.md)",
    "bibliographie BibTeX (.bib)": "BibTeX bibliography (.bib)",
    "bibliographie RIS (.ris)": "RIS bibliography (.ris)",
    "bibliographie CSL-JSON (.json)": "CSL-JSON bibliography (.json)",
    # check
    "Vérifier": "Check",
    "Votre brouillon": "Your draft",
    "Chaque fait, chiffre ou propos rapporté est cherché dans les documents.": "Every fact, figure or reported statement is looked for in the documents.",
    "Collez un ou plusieurs paragraphes…": "Paste one or more paragraphs…",
    "… ou un fichier": "… or a file",
    "Affirmations vérifiées": "Claims checked",
    "{done} sur {total}": "{done} of {total}",
    "Format du rapport": "Format of the report",
    "Télécharger le rapport": "Download the report",
    "Word (.docx), avec commentaires": "Word (.docx), with comments",
    "tableur (.csv)": "spreadsheet (.csv)",
    "données (.json)": "data (.json)",
    # source panel
    "Source": "Source",
    "Passage": "Passage",
    "Fermer": "Close",
    "Source introuvable": "Source not found",
    "Copier la citation": "Copy the quote",
    "Citation copiée": "Quote copied",
    "page {page}": "page {page}",
    "page {page} du PDF, imprimée {label}": "page {page} of the PDF, printed {label}",
    "Page {page} sur {count}": "Page {page} of {count}",
    " (imprimée {label})": " (printed {label})",
    "Pages du document": "Pages of the document",
    "Page {page} de « {title} »": "Page {page} of “{title}”",
    "Page précédente": "Previous page",
    "Page suivante": "Next page",
    "Revenir à la page citée": "Back to the page quoted",
    "Le fichier n’est plus à sa place : voici le passage tel qu’il a été indexé.": "The file is no longer where it was: here is the passage as it was indexed.",
    "Le fichier a changé depuis son indexation : voici le passage tel qu’il a été indexé.": "The file has changed since it was indexed: here is the passage as it was.",
    "La page n’a pas pu être dessinée : voici le passage tel qu’il a été indexé.": "The page could not be drawn: here is the passage as it was indexed.",
    "Les mots cités n’ont pas été retrouvés sur l’image de la page : les voici en texte.": "The words quoted were not found on the picture of the page: here they are as text.",
    # sources
    "Sources": "Sources",
    "Ajouter des documents": "Add documents",
    "Fichiers déposés": "Files added",
    "en attente": "waiting",
    "lecture": "reading",
    "{done} passages sur {total}": "{done} passages of {total}",
    "ajouté : {passages} passages": "added: {passages} passages",
    "ajouté : {passages} passage": "added: {passages} passage",
    "{reason}": "{reason}",
    "Aucun document : déposez-en ci-dessus.": "No document yet: add some above.",
    "{count} documents indexés": "{count} documents indexed",
    "{count} document indexé": "{count} document indexed",
    "Documents indexés": "Documents indexed",
    "Institution": "Institution",
    "Année": "Year",
    "Pages": "Pages",
    "État": "State",
    "Fichier": "File",
    "à jour": "up to date",
    "fichier changé depuis : indexez-le de nouveau": "file changed since: index it again",
    "fichier introuvable : les passages restent": "file not found: the passages remain",
    "Retirer": "Remove",
    "Retirer…": "Remove…",
    "Retirer « {title} »": "Remove “{title}”",
    "Retirer « {title} » de l’index ? Ses passages ne répondront plus.": "Remove “{title}” from the index? Its passages will no longer answer.",
    "Retirer de l’index": "Remove from the index",
}
