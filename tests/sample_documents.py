"""Two small documents on subjects far apart, for the assistant's tests."""

SURVEY = """# Enquête sur l'écoute

## Méthode

L'enquête a été menée du 3 au 28 mai 2021 auprès de 1 250 musiciens.

## Résultats

Au total, 62 % des musiciens écoutent leurs maquettes au casque.
Les ingénieurs du son préfèrent les enceintes de studio.

Trois précautions sont conseillées :

- baisser le volume ;
- faire des pauses ;
- comparer avec un titre connu.

| Instrument | Part au casque |
|---|---|
| Guitare | 71 % |
| Batterie | 38 % |
"""

GARDEN = """# Le potager d'hiver

Les poireaux se sèment en mars et se récoltent jusqu'en février.

La mâche supporte le gel sans protection.
"""
