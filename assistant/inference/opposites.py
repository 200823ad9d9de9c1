"""French words that say the contrary of each other, as reports, surveys and press use them."""

import re

from index.analysis import fold, stem

_PLURAL = re.compile(r"(?<=\w{4})ent$")

# Each word beside its contrary; forms that share a stem need not all stand here.
PAIRS = tuple(
    tuple(pair.split("/"))
    for pair in """
augmente/diminue augmenté/diminué augmentent/diminuent augmentation/diminution augmenter/diminuer hausse/baisse
progresse/recule progressé/reculé progression/recul plus/moins supérieur/inférieur supérieure/inférieure
supérieurs/inférieurs premier/dernier première/dernière avant/après majorité/minorité majoritaire/minoritaire
majoritairement/minoritairement favorable/défavorable favorables/défavorables favorise/freine favorisent/freinent
facilite/complique facilitent/compliquent interdit/autorise interdite/autorisée obligatoire/facultatif
obligatoires/facultatifs gratuit/payant gratuite/payante public/privé publique/privée publics/privés positif/négatif
positive/négative positifs/négatifs rapide/lent rapides/lents rapidement/lentement toujours/jamais souvent/rarement
fort/faible forte/faible forts/faibles fortes/faibles élevé/bas élevée/basse élevés/bas jeunes/seniors
petites/grandes petits/grands petite/grande petit/grand début/fin meilleur/pire meilleure/pire gagne/perd gagnent/perdent
renforce/affaiblit renforcent/affaiblissent accélère/ralentit accélèrent/ralentissent crée/détruit créent/détruisent
accepte/refuse acceptent/refusent national/local nationale/locale individuel/collectif individuelle/collective
confiants/inquiets confiance/méfiance hommes/femmes salariés/indépendants sous/au-dessus minimum/maximum ancien/nouveau
anciens/nouveaux entrée/sortie court/long courte/longue courts/longs optimistes/pessimistes avantage/inconvénient
avantages/inconvénients suffisant/insuffisant suffisante/insuffisante possible/impossible utile/inutile utiles/inutiles
légal/illégal temporaire/permanent temporaires/permanents oui/non double/moitié premiers/derniers premières/dernières
monte/descend monte/baisse montée/chute grimpe/chute bondit/chute croissance/déclin croissance/recul croît/décroît
hausse/recul hausse/chute augmente/baisse augmente/recule augmentation/baisse progresse/baisse progresse/régresse
accroît/réduit accroissement/réduction allonge/raccourcit élargit/restreint étend/limite grossit/maigrit
accepte/rejette approuve/rejette approuve/désapprouve adopte/rejette valide/rejette confirme/dément confirme/infirme
admet/nie affirme/nie reconnaît/nie autorise/proscrit permet/interdit permet/empêche aide/gêne encourage/décourage
soutient/combat défend/attaque pour/contre partisan/opposant partisans/opposants accord/désaccord consensus/division
commence/finit commence/cesse débute/termine ouvre/ferme ouverture/fermeture lance/arrête lancement/arrêt continue/cesse
poursuit/interrompt maintient/abandonne maintien/abandon conserve/supprime garde/perd création/suppression ajoute/retire
arrive/part entre/sort embauche/licencie recrute/licencie embauches/licenciements vend/achète vente/achat prête/emprunte
gagne/dépense recettes/dépenses bénéfice/perte bénéfices/pertes excédent/déficit profit/perte réussit/échoue
réussite/échec succès/échec victoire/défaite vainqueur/perdant avance/retard avance/recule tôt/tard tard/tôt
riche/pauvre riches/pauvres cher/abordable coûteux/économique cher/gratuit rare/courant rares/nombreux rare/fréquent
rarement/fréquemment exception/règle beaucoup/peu nombreux/rares tous/aucun tout/rien partout/nulle chacun/personne
certain/incertain certaine/incertaine sûr/douteux sûr/dangereux clair/flou claire/floue précis/vague stable/instable
connu/inconnu connus/inconnus célèbre/inconnu visible/invisible présent/absent présente/absente présence/absence
content/mécontent satisfait/insatisfait satisfaits/insatisfaits satisfaits/mécontents satisfait/déçu heureux/malheureux
confiance/défiance confiant/inquiet rassure/inquiète rassuré/inquiet serein/inquiet espoir/crainte espère/craint
optimiste/pessimiste enthousiaste/réticent intérêt/indifférence facile/difficile facilement/difficilement simple/complexe
simplifie/complique allège/alourdit léger/lourd dur/mou dur/tendre propre/sale neuf/usagé neuf/ancien vieux/jeune
moderne/ancien vieux/neuf plein/vide remplit/vide complet/partiel complète/partielle total/partiel entier/partiel
entièrement/partiellement totalement/partiellement seul/ensemble seuls/ensemble séparément/ensemble unit/sépare
rapproche/éloigne proche/lointain près/loin haut/bas sommet/base dessus/dessous devant/derrière nord/sud est/ouest
intérieur/extérieur dedans/dehors interne/externe étranger/français étranger/national urbain/rural ville/campagne
européen/national régional/national central/local actif/passif actifs/inactifs actif/retraité occupé/libre
employeur/salarié patron/salarié vendeur/acheteur producteur/consommateur professeur/élève adulte/enfant père/fils
homme/femme garçons/filles garçon/fille masculin/féminin débutant/confirmé novice/expert amateur/professionnel
amateurs/professionnels humain/machine humain/artificiel naturel/artificiel réel/virtuel vrai/faux vraie/fausse
authentique/faux exact/inexact exacte/erronée correct/incorrect original/copie juste/injuste égal/inégal égalité/inégalité
identique/différent semblable/différent pareil/différent ressemble/diffère même/autre unanime/divisé unanimité/division
majeur/mineur majeure/mineure principal/secondaire principale/secondaire essentiel/accessoire central/marginal
prioritaire/secondaire important/négligeable importante/négligeable considérable/minime énorme/minuscule fort/limité
nécessaire/superflu indispensable/inutile utile/nuisible efficace/inefficace rentable/déficitaire prospère/fragile
solide/fragile robuste/fragile durable/éphémère définitif/provisoire définitive/provisoire permanent/provisoire
prudent/imprudent libre/contraint volontaire/obligatoire libre/obligatoire spontané/imposé choisi/imposé choisi/subi
coopère/rivalise concurrence/monopole alliance/rupture signe/rompt respecte/viole respect/violation obéit/désobéit
coupable/innocent condamne/acquitte condamné/acquitté condamné/relaxé légal/clandestin licite/illicite régulier/irrégulier
conforme/contraire transparent/opaque transparence/opacité public/secret publie/cache révèle/cache montre/dissimule
déclare/tait parle/tait écrit/oral écoute/ignore répond/ignore souvient/oublie apprend/oublie sait/ignore
chaud/froid sec/humide sécheresse/inondation jour/nuit matin/soir hiver/été passé/futur passé/avenir hier/demain
guerre/paix ami/ennemi alliés/adversaires attaque/défense vivant/mort naissance/mort naît/meurt santé/maladie guéri/malade
centralise/décentralise concentré/dispersé concentre/disperse homogène/disparate uniforme/varié généralise/restreint
généralisé/isolé général/particulier collectif/isolé ouvert/fermé ouverte/fermée ouverts/fermés inclus/exclu inclut/exclut
comprend/exclut intègre/exclut accessible/inaccessible disponible/indisponible attire/repousse séduit/rebute aime/déteste
apprécie/déteste préfère/évite cherche/évite recherche/fuit recommande/déconseille conseillé/déconseillé admis/exclu
améliore/dégrade amélioration/dégradation améliorer/détériorer embellit/enlaidit enrichit/appauvrit protège/menace
protection/menace sauve/condamne répare/casse construit/démolit construction/démolition plante/arrache remplit/vide
net/brut direct/indirect directe/indirecte direct/différé numérique/papier numérique/analogique ligne/magasin
automatique/manuel automatiquement/manuellement humide/sec explicite/implicite volontairement/involontairement
devance/suit précède/suit précédent/suivant précédente/suivante antérieur/postérieur supérieur/égal dépasse/égale
surestime/sous-estime exagère/minimise excès/manque abondance/pénurie surplus/pénurie abondant/rare suffit/manque
""".split()
)


def key_of(word: str) -> str:
    """What a folded word is compared by: its stem, that of « recule » for « reculent » too, which Snowball leaves."""
    return _PLURAL.sub("", stem(word))


OPPOSITES: dict[str, set[str]] = {}
"""By the key of a folded word, the keys of its contraries."""
for _left, _right in PAIRS:
    for _word, _contrary in ((_left, _right), (_right, _left)):
        OPPOSITES.setdefault(key_of(fold(_word)), set()).add(key_of(fold(_contrary)))
