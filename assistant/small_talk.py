"""Greetings, thanks and questions about the assistant itself, which need no search."""

import re

from index.analysis import fold

_HELLO = "Bonjour ! Posez-moi une question sur vos documents : je réponds avec les passages qui le disent."
_THANKS = "Avec plaisir. Une autre question sur vos documents ?"
_BYE = "Au revoir, et bonne lecture."
_ABILITIES = (
    "Je réponds en français à partir de vos documents, chaque phrase avec le passage exact, la page et le document "
    "d'où elle vient ; je vérifie aussi une affirmation, et je dis quand les documents ne répondent pas."
)

_POLITE = r"(?: (?:a tous|tout le monde|sourcier|monsieur|madame|beaucoup|bien|infiniment|d'avance|toi|a toi|vous))*"
_FINE = (
    r"(?:ok|okay|super|parfait|genial|top|cool|nickel|tres bien|bien|d'accord|c'est (?:bon|note|clair|parfait)|ca marche|"
    r"tant pis|dommage|(?:c'est )?pas grave)"
)
_ANYHOW = (
    r"(?: (?:quand meme|tout de meme|pour (?:tout|(?:l'|ton |votre |cette |ta |la |ces |vos |tes )?\w+)))?"
)
_REPLIES = (
    (rf"(?:bonjour|bonsoir|salut|coucou|hello|hey|bjr|slt|re-?bonjour){_POLITE}", _HELLO),
    (r"(?:(?:bonjour|salut|bonsoir) )?(?:comment )?(?:ca va|vas-tu|allez-vous)(?: bien)?", _HELLO),
    (rf"(?:{_FINE} )*(?:merci|mci|thanks){_POLITE}{_ANYHOW}", _THANKS),
    (rf"{_FINE}(?: {_FINE})*", _THANKS),
    (
        r"(?:(?:ok|super|parfait|merci|genial) )*(?:au revoir|a bientot|bonne (?:journee|soiree|nuit)|bye|ciao)",
        _BYE,
    ),
    (
        r"(?:que|qu'est-ce que|quoi|de quoi) ?(?:peux-tu|tu peux|pouvez-vous|vous pouvez|sais-tu|tu sais|es-tu capable de)"
        r"(?: me)?(?: faire| repondre)?",
        _ABILITIES,
    ),
    (
        r"(?:qui (?:es-tu|etes-vous)|tu es qui|t'es qui|a quoi (?:tu sers|sers-tu|servez-vous)|aide|help|au secours)",
        _ABILITIES,
    ),
    (r"(?:comment (?:ca marche|tu marches|fonctionnes-tu|ca fonctionne))", _ABILITIES),
)
_PATTERNS = [(re.compile(pattern), reply) for pattern, reply in _REPLIES]


def small_talk_reply(message: str) -> str | None:
    """The reply to a message that asks nothing of the documents, or None when it does."""
    words = re.sub(r"[^\w' -]+", " ", fold(message))
    words = " ".join(words.split())
    for pattern, reply in _PATTERNS:
        if pattern.fullmatch(words):
            return reply
    return None
