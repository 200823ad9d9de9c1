"""The French names of types, levels and kinds; a user's own are shown as they are written."""

_LABELS = {
    "figure": "chiffre",
    "date": "date",
    "person": "personne",
    "definition": "définition",
    "yes_no": "oui ou non",
    "list": "liste",
    "comparison": "comparaison",
    "why_how": "pourquoi, comment",
    "attribution": "qui le dit",
    "reference": "référence",
    "lexical": "mêmes mots",
    "paraphrase": "autres mots",
    "inference": "à déduire",
    "several": "plusieurs passages",
    "near_miss": "bon sujet, réponse absente",
    "off_topic": "autre sujet",
    "false_premise": "prémisse fausse",
    "other_group": "autre groupe",
    "other_year": "autre année",
    "other_place": "autre domaine",
    "new_subject": "nouveau sujet",
    "who_says": "qui le dit",
    "why": "pourquoi",
    "pronoun": "pronom",
    "detail": "détail",
    "small_talk": "politesse",
    "unanswerable": "sans réponse",
    "supported": "confirmée",
    "refuted": "contredite",
    "not_enough_info": "non trouvée",
    "direction": "hausse ou baisse",
    "group": "groupes échangés",
    "negation": "négation",
    "quantifier": "tous, aucun, la plupart",
    "antonym": "contraire",
    "rank": "rang",
    "cause": "cause",
    "modality": "possible ou certain",
    "generalisation": "généralisation",
    "consequence": "conséquence",
    "question": "question",
}


def label(name: str) -> str:
    """The French name of a type, level, kind or verdict."""
    return _LABELS.get(name, name) or "non précisé"


def number(value: float, decimals: int = 3) -> str:
    """``value`` as French writes it, with a comma; a dash where there is none."""
    return "–" if value != value else f"{value:.{decimals}f}".replace(".", ",").replace("-", "−")
