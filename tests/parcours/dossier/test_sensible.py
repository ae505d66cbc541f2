"""What free texts had better not say: the NIR by its key, and a measure of the words on a set of our own."""

from __future__ import annotations

import pytest

from parcours.sensible import CONSEILS, Genre, alertes, contient_nir

# Sentences of our own, as notes are written; what each speaks of, nothing for most.
SENSIBLES: tuple[tuple[str, str], ...] = (
    ("Elle est en dépression depuis le printemps.", "sante"),
    ("Suivi psychiatrique au CMP, traitement lourd.", "sante"),
    ("A fait un AVC en 2022.", "sante"),
    ("Problèmes de dos, ne peut pas porter.", "sante"),
    ("En arrêt maladie jusqu’en mars.", "sante"),
    ("Enceinte de cinq mois.", "sante"),
    ("Boit trop, cure de désintoxication prévue.", "sante"),
    ("Diabétique, doit manger à heure fixe.", "sante"),
    ("Opérée du genou la semaine dernière.", "sante"),
    ("Dossier MDPH déposé, handicap moteur.", "sante"),
    ("Hospitalisé à Mondor.", "sante"),
    ("Elle prend des antidépresseurs.", "sante"),
    ("Entend mal de l’oreille gauche, appareillée.", "sante"),
    ("Va à la mosquée le vendredi, pas disponible.", "opinion"),
    ("Refuse de retirer son voile au travail.", "opinion"),
    ("Déléguée syndicale dans son ancien poste.", "opinion"),
    ("Militant politique, tient des propos contre la mairie.", "opinion"),
    ("Fait le ramadan.", "opinion"),
    ("Très croyante, refuse de servir de l’alcool.", "opinion"),
    ("Témoin de Jéhovah.", "opinion"),
    ("D’origine malienne, arrivée en 2010.", "origine"),
    ("Famille de gens du voyage.", "origine"),
    ("Il est homosexuel et craint les moqueries.", "origine"),
    ("Sort de prison en janvier.", "justice"),
    ("Condamné pour vol.", "justice"),
    ("Porte un bracelet électronique.", "justice"),
    ("Suivi par le SPIP.", "justice"),
    ("Paresseux, ne veut rien faire.", "jugement"),
    ("De mauvaise foi, profite du système.", "jugement"),
    ("Pas motivée du tout.", "jugement"),
    ("Hygiène douteuse, sent mauvais.", "jugement"),
    ("Elle est agressive au téléphone.", "jugement"),
    ("Un peu bizarre.", "jugement"),
    ("Personne peu fiable et désagréable.", "jugement"),
)
NEUTRES: tuple[str, ...] = (
    "Souhaite devenir aide-soignante à l’hôpital.",
    "Cherche un poste dans le secteur de la santé.",
    "A travaillé trois ans en service de psychiatrie comme agent hôtelier.",
    "Expérience auprès de personnes âgées et de personnes en situation de handicap.",
    "Doit renouveler sa carte Vitale et sa mutuelle santé.",
    "Absente aux rendez-vous du 3 et du 10, rappelée le 12.",
    "A eu un bon contact avec l’employeur, vient à vélo.",
    "Habite près du métro Église de Pantin.",
    "Parti pris : commencer par une immersion.",
    "Peut travailler le matin, école de 8 h 30 à 16 h 30.",
    "Pas de port de charges, horaires réguliers.",
    "Permis B en cours, code obtenu.",
    "Rendez-vous avec le juriste de la Maison de justice et du droit.",
    "L’employeur demande un casier vierge.",
    "Motivée par la vente, préfère un petit magasin.",
    "Formation aux gestes de premiers secours, CACES 3 valable.",
    "Prend l’arrêt de bus devant la mairie.",
    "Vote du budget du conseil citoyen : elle y participe en tant que bénévole.",
    "Veut apprendre la pâtisserie orientale.",
    "Garde d’enfants à trouver avant l’entrée en formation.",
    "Inscription à France Travail à refaire.",
    "A vendu du gel hydroalcoolique pendant trois mois.",
    "Stage en EHPAD en décembre.",
    "Dossier de surendettement déposé, attend la réponse.",
    "Le rayon boissons alcoolisées ne lui pose pas de problème.",
    "Français oral bon, écrit à renforcer.",
    "Arrivée en France en 2019, cours de français trois fois par semaine.",
    "Appartement sale et dangereux signalé au bailleur.",
    "A travaillé au tribunal comme agent d’accueil.",
    "Cherche un poste d’assistante de vie.",
)


def test_ce_que_les_regles_trouvent_et_manquent() -> None:
    """Measured on our set: precision by kind alerted, recall of the kind expected. It is small and ours: it tells regressions, not the truth."""
    trouves = [{a.genre.value for a in alertes(texte)} for texte, _ in SENSIBLES]
    justes = sum(genre in dits for (_, genre), dits in zip(SENSIBLES, trouves, strict=True))
    fausses = [texte for texte in NEUTRES if alertes(texte)]
    rappel, precision = justes / len(SENSIBLES), justes / (justes + len(fausses))
    manquees = [texte for (texte, genre), dits in zip(SENSIBLES, trouves, strict=True) if genre not in dits]
    assert rappel >= 0.9, manquees
    assert precision >= 0.9, fausses


@pytest.mark.parametrize(
    ("texte", "contient"),
    [
        ("Son numéro : 2 84 05 94 028 017 35.", True),
        ("284059402801735", True),
        ("2840594028017", True),
        ("1 85 07 2A 004 123 88", True),
        ("284059402801736", False),
        ("Tél. 06 11 22 33 44, dossier 94028017", False),
        ("SIRET 21940028000012", False),
        ("le 12 05 1984 à 9 h 30", False),
    ],
)
def test_nir(texte: str, contient: bool) -> None:
    assert contient_nir(texte) is contient


def test_un_nir_n_est_pas_repete() -> None:
    (alerte,) = alertes("NIR 284059402801735")
    assert (alerte.genre, alerte.mots, alerte.conseil) == (Genre.NIR, (), CONSEILS[Genre.NIR])


def test_les_mots_trouves_sont_montres() -> None:
    (alerte,) = alertes("Cancer du sein, suivie à Créteil. Diabète aussi.")
    assert alerte.mots == ("cancer", "diabete")
