"""What a query in plain words also says."""

import pytest

from catalogue.comprehension import Compris, comprendre
from catalogue.domaine import Commune, Frein, Jour, Periode, creneaux
from catalogue.referentiel import Referentiel, indexer_noms

COMMUNES = {
    c.code_insee: c
    for c in (
        Commune("94028", "Créteil", ("94000",), 48.79, 2.46, "eds-1"),
        Commune("94038", "L'Haÿ-les-Roses", ("94240",), 48.78, 2.34, "eds-2"),
        Commune("94081", "Vitry-sur-Seine", ("94400",), 48.79, 2.39, "eds-2"),
        Commune("71999", "Vente", ("71000",), 46.0, 4.0, None),
    )
}
REFERENTIEL = Referentiel({}, {}, COMMUNES, indexer_noms(COMMUNES), {})
TOUS_LES_JOURS = tuple(Jour)


@pytest.mark.parametrize(
    ("texte", "reste", "commune"),
    [
        ("ménage le matin à Créteil", "ménage", "94028"),
        ("creteil", "", "94028"),
        ("cuisine sur vitry sur seine", "cuisine", "94081"),
        ("vendeuse à L’Haÿ les Roses", "vendeuse", "94038"),
        ("jardinage 94400", "jardinage", "94081"),
        ("formation de vente", "formation", "71999"),
        ("emploi de vente", "", "71999"),
        ("jardinier vers Vitry", "jardinier", "94081"),
        ("visite de Vitry", "visite de Vitry", None),
        ("vente en magasin", "vente en magasin", None),
        ("aide à domicile", "aide à domicile", None),
    ],
)
def test_le_lieu_est_compris(texte: str, reste: str, commune: str | None) -> None:
    lue = comprendre(texte, REFERENTIEL)
    assert lue.texte == reste
    assert (lue.commune.code_insee if lue.commune else None) == commune


@pytest.mark.parametrize(
    ("texte", "masque"),
    [
        ("ménage le matin", creneaux(TOUS_LES_JOURS, (Periode.MATIN,))),
        ("garde d'enfants le mercredi après-midi", creneaux((Jour.MERCREDI,), (Periode.APRES_MIDI,))),
        ("serveur le soir et le week-end", creneaux((Jour.SAMEDI, Jour.DIMANCHE), (Periode.SOIR,))),
        ("agent de sécurité de nuit", creneaux(TOUS_LES_JOURS, (Periode.NUIT,))),
        ("ménages du lundi au jeudi", creneaux(TOUS_LES_JOURS[:4], tuple(Periode))),
        ("pas de travail de nuit", creneaux(TOUS_LES_JOURS, tuple(Periode)[:3])),
        ("je ne veux plus travailler le soir", creneaux(TOUS_LES_JOURS, (Periode.MATIN, Periode.APRES_MIDI, Periode.NUIT))),
        ("vente le matin, pas le samedi", creneaux(tuple(j for j in TOUS_LES_JOURS if j is not Jour.SAMEDI), (Periode.MATIN,))),
        ("aide soignante", None),
    ],
)
def test_les_horaires_sont_compris(texte: str, masque: int | None) -> None:
    assert comprendre(texte, REFERENTIEL).creneaux == masque


@pytest.mark.parametrize(
    ("texte", "reste"),
    [
        ("livreur sans permis", "livreur"),
        ("je n'ai pas de permis B, livreur", "livreur"),
        ("je n’ai pas le permis", "pas le permis"),
        ("j'ai perdu mon permis", "perdu mon permis"),
    ],
)
def test_sans_permis(texte: str, reste: str) -> None:
    lue = comprendre(texte, REFERENTIEL)
    assert lue.sans_permis
    assert lue.texte == reste
    assert not comprendre("permis B", REFERENTIEL).sans_permis


@pytest.mark.parametrize(
    ("texte", "reste", "refus"),
    [
        ("cuisine mais pas de plonge", "cuisine", ("plonge",)),
        ("sans contact avec le public", "", ("contact avec le public",)),
        ("tout sauf le ménage", "", ("ménage",)),
        ("tout m’intéresse sauf le ménage et la vente", "", ("ménage", "vente")),
        ("je ne veux plus faire de manutention", "", ("manutention",)),
        ("j'aime pas le bureau, je veux du dehors", "je veux du dehors", ("bureau",)),
        ("nettoyage mais pas chez les particuliers", "nettoyage", ("chez les particuliers",)),
        ("ni ménage ni plonge, plutôt cariste", "plutôt cariste", ("ménage", "plonge")),
        ("pas de ménage, de plonge, je conduis un camion", "je conduis un camion", ("ménage", "plonge")),
        ("des personnes plutôt que des colis", "des personnes", ("colis",)),
        ("je ne peux plus porter. J'étais cariste", "J'étais cariste", ("porter",)),
        ("pas de ménage à Créteil", "", ("ménage",)),
        ("je déteste le téléphone, plutôt l'accueil", "plutôt l'accueil", ("téléphone",)),
        ("j'en peux plus du ménage", "", ("ménage",)),
        ("jamais de plonge", "", ("plonge",)),
        ("la vente ne m’intéresse plus, plutôt cariste", "plutôt cariste", ("vente",)),
    ],
)
def test_ce_qui_est_refuse_quitte_la_recherche(texte: str, reste: str, refus: tuple[str, ...]) -> None:
    lue = comprendre(texte, REFERENTIEL)
    assert (lue.texte, lue.refus) == (reste, refus)
    garde = comprendre(texte, REFERENTIEL, frozenset({Compris.REFUS}))
    assert garde.refus == ()
    assert all(mot in garde.texte for mot in refus)


@pytest.mark.parametrize(
    "texte",
    [
        "boulanger sans expérience",
        "aide à domicile sans diplôme",
        "location pas cher",
        "non loin de la gare",
        "n'importe quoi",
        "je ne parle pas bien anglais",
        "je n'ai pas de diplôme",
        "je suis pas difficile",
        "plus de 6 mois en cuisine",
        "pas forcément en boulangerie",
        "pas besoin de moto",
        "je ne peux plus payer mon loyer",
        "pas d'ordinateur",
        "sans",
        "pas",
        "je ne veux pas",
        "ça ne m'intéresse",
        "contrat sans période d'essai",
        "je ne suis jamais allé à l'usine",
        "sauf le",
    ],
)
def test_ce_qui_ne_refuse_rien(texte: str) -> None:
    assert comprendre(texte, REFERENTIEL).refus == ()


@pytest.mark.parametrize(
    ("texte", "freins"),
    [
        ("je n'ai personne pour garder mon fils", {Frein.GARDE_ENFANTS}),
        ("besoin d’une nounou pour ma fille", {Frein.GARDE_ENFANTS}),
        ("je ne sais pas lire", {Frein.ILLETTRISME}),
        ("ni lire ni écrire", {Frein.ILLETTRISME}),
        ("j'ai perdu mon permis", {Frein.MOBILITE}),
        ("pas de permis", {Frein.MOBILITE}),
        ("pas d'ordinateur", {Frein.NUMERIQUE}),
        ("je parle mal français", {Frein.LANGUE}),
        ("mon loyer est en retard", {Frein.LOGEMENT}),
        ("je comprends rien aux papiers de la CAF", {Frein.ADMINISTRATIF}),
        ("je sors de prison", {Frein.JUDICIAIRE}),
        ("mon mari est malade", {Frein.AIDANT}),
        ("honte de parler en public", {Frein.CONFIANCE}),
        ("garde d'enfants", set()),
        ("livreur sans permis", set()),
        ("formation informatique", set()),
        ("aide à domicile", set()),
        ("maçon", set()),
    ],
)
def test_un_frein_est_entendu_dans_les_mots_des_gens(texte: str, freins: set[Frein]) -> None:
    lue = comprendre(texte, REFERENTIEL)
    assert {f.frein for f in lue.freins} == freins
    assert comprendre(texte, REFERENTIEL, frozenset({Compris.FREIN})).freins == ()


def test_un_frein_dit_en_passant_pese_moins() -> None:
    seul = comprendre("je n'ai pas d'ordinateur", REFERENTIEL).freins[0]
    en_passant = comprendre("cuisinier depuis dix ans, je cherche une cantine, je n'ai pas d'ordinateur", REFERENTIEL).freins[0]
    assert seul.part == 1
    assert 0 < en_passant.part < 0.5
    assert comprendre("pas d’ordinateur le soir", REFERENTIEL).freins[0].part == 1


def test_ce_que_tout_le_monde_dit_ne_cherche_rien() -> None:
    assert comprendre("je cherche un travail", REFERENTIEL).texte == ""
    assert comprendre("J’habite Créteil. Je cherche un emploi de cariste, le matin.", REFERENTIEL).texte.endswith("cariste")


def test_ce_que_la_personne_refuse_reste_dans_le_texte() -> None:
    lue = comprendre("ménage le matin à Créteil", REFERENTIEL, frozenset({Compris.COMMUNE, Compris.CRENEAUX}))
    assert lue.commune is None
    assert lue.creneaux is None
    assert lue.texte == "ménage le matin à Créteil"


@pytest.mark.parametrize("texte", ["", "   ", "???", "à", "le matin", "d'", "l’"])
def test_une_requete_presque_vide_ne_casse_rien(texte: str) -> None:
    assert comprendre(texte, REFERENTIEL).commune is None
