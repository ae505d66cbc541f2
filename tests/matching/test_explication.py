"""What a person is told of one offer: why, what to check, what is missing, and why it is not higher."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from catalogue.domaine import (
    Apport,
    Condition,
    DetailsAppui,
    DetailsIae,
    DetailsRecrutement,
    Frein,
    Lieu,
    Offre,
    Operateur,
    Session,
    TypeApport,
    TypeCondition,
    TypeOffre,
    TypeStructure,
)
from catalogue.libelles import FREINS_LEVES
from catalogue.vivant import charger
from etl.lecture import Lu
from etl.moteur import Demande, importer
from matching.classement import Classement, classer
from matching.eligibilite import Statut
from matching.explication import Explication, expliquer, pourquoi_pas_plus_haut
from matching.explication.pas_plus_haut import _COUTS
from matching.explication.raisons import _RAISONS
from matching.score import Part
from parcours.domaine import Allocataire, Orientation
from socle.base import Bassin, transaction
from socle.horloge import HorlogeFixe

JOUR = date(2026, 11, 23)
PERMIS = Condition(TypeCondition.PERMIS, Operateur.DANS, ("B",))
ZONE = Condition(TypeCondition.ZONE, Operateur.DANS, ("94028", "75"))
ATELIER = Condition(TypeCondition.PREALABLE, Operateur.DANS, ("atelier",), libelle="Avoir suivi l’atelier")
COMMUNES = """INSERT INTO commune (code_insee, nom, cle_tri, latitude, longitude)
    VALUES ('94028', 'Créteil', 'creteil', 48.78, 2.46), ('94080', 'Vincennes', 'vincennes', 48.85, 2.44)"""
METIERS = """INSERT INTO grand_domaine VALUES ('K', 'Services');
    INSERT INTO domaine_professionnel VALUES ('K22', 'Propreté', 'K'), ('K13', 'Aide', 'K');
    INSERT INTO metier (code_rome, libelle, cle_tri, code_rome_parent, source) VALUES ('K2204', 'Nettoyage', 'n', 'K2204', 'essai'),
    ('K2205', 'Ménage', 'm', 'K2204', 'essai'), ('K1304', 'Aide à domicile', 'a', 'K1304', 'essai');
    INSERT INTO mobilite VALUES ('K1304', 'K2204', 1)"""


async def classement(base: Bassin, horloge: HorlogeFixe, offres: list[Offre], **personne: Any) -> Classement:
    """Import offers and rank them for one person."""
    async with transaction(base) as connexion:
        await connexion.execute(COMMUNES)
        await connexion.execute(METIERS)
    await importer(base, [Lu(o.source_id, o) for o in offres], Demande(source="essai", ecrire=True), horloge=horloge)
    return classer([Allocataire("x", "Ana", "B", "essai", "1", **personne)], await charger(base, None), JOUR)


async def explication(base: Bassin, horloge: HorlogeFixe, offre: dict[str, Any], personne: dict[str, Any]) -> Explication:
    """Import one offer and explain it to one person."""
    appui = Offre("essai", "1", TypeOffre.APPUI, "Aide", **{"details": DetailsAppui(), **offre})
    return expliquer(await classement(base, horloge, [appui], **personne), 0, 0)


def leve(*freins: Frein) -> dict[str, Any]:
    return {"apports": tuple(Apport(TypeApport.FREIN_LEVE, FREINS_LEVES[f], f.value) for f in freins)}


def emploi(nom: str, **champs: Any) -> Offre:
    return Offre("essai", nom, TypeOffre.RECRUTEMENT, nom, DetailsRecrutement(), **champs)


def session(jours: int | None, **champs: Any) -> Session:
    return Session("s", None if jours is None else JOUR + timedelta(days=jours), **champs)


async def test_ce_qui_manque(base: Bassin, horloge: HorlogeFixe) -> None:
    lue = await explication(base, horloge, {"conditions": (PERMIS, ZONE)}, {"permis": (), "commune": "94028"})
    assert (lue.statut, lue.manque, lue.a_verifier) == (Statut.PRESQUE, ("Avoir le permis B",), ())


async def test_ce_qui_est_a_verifier(base: Bassin, horloge: HorlogeFixe) -> None:
    lue = await explication(base, horloge, {"conditions": (PERMIS, ZONE, ATELIER), "publics": ("jeunes",)}, {})
    attendu = ("Avoir le permis B", "Habiter Créteil ou le département 75", "Avoir suivi l’atelier", "Le public visé")
    assert (lue.statut, lue.manque, lue.a_verifier) == (Statut.A_VERIFIER, (), attendu)


@pytest.mark.parametrize(
    ("jours", "fin_du_pass", "attendu"),
    [
        (120, None, ("Une attestation du RSA de moins de 3 mois, pour entrer le 23 mars 2027",)),
        (10, date(2026, 3, 1), ("Le PASS IAE, fini le 1er mars 2026 : un prescripteur habilité peut en demander un nouveau",)),
        (120, date(2027, 3, 23), ()),
        (10, None, ()),
    ],
)
async def test_le_doute_sur_l_insertion_dit_ce_qu_il_faut(
    base: Bassin, horloge: HorlogeFixe, jours: int, fin_du_pass: date | None, attendu: tuple[str, ...]
) -> None:
    chantier = Offre("essai", "1", TypeOffre.IAE, "Agent", DetailsIae(TypeStructure.ACI), sessions=(session(jours),))
    lue = expliquer(await classement(base, horloge, [chantier], pass_iae_fin=fin_du_pass), 0, 0)
    assert (lue.a_verifier, lue.etape) == (attendu, JOUR + timedelta(days=jours))


async def test_les_mots_ne_viennent_pas_d_un_autre_instant(base: Bassin, horloge: HorlogeFixe) -> None:
    """The offer changes between the picture and the reading: what is said is what was judged."""
    vu = await classement(base, horloge, [emploi("Livreur", conditions=(ZONE, PERMIS))], permis=(), commune="94028")
    change = emploi("Livreur", conditions=(ATELIER, ZONE))
    await importer(base, [Lu("Livreur", change)], Demande(source="essai", ecrire=True), horloge=horloge)
    assert expliquer(vu, 0, 0).manque == ("Avoir le permis B",)


@pytest.mark.parametrize(
    ("offre", "personne", "texte", "champs"),
    [
        (
            leve(Frein.LANGUE, Frein.GARDE_ENFANTS),
            {"freins": (Frein.GARDE_ENFANTS, Frein.LANGUE)},
            "Agit sur des freins connus : garde d’enfants, français.",
            ("freins", "apports"),
        ),
        (leve(Frein.LANGUE), {"freins": (Frein.SANTE, Frein.LANGUE)}, "Agit sur un frein connu : français.", ("freins", "apports")),
        ({"metiers": ("K2204",)}, {"metiers": ("K2204",)}, "C’est le métier souhaité : Nettoyage.", ("metiers", "metiers")),
        # Of two métiers wanted, the one that leads there is the one that is told.
        (
            {"metiers": ("K2204",)},
            {"metiers": ("K2304", "K1304")},
            "Métier accessible depuis celui souhaité (Aide à domicile).",
            ("metiers", "metiers"),
        ),
        ({"metiers": ("K2204",)}, {"metiers": ("K2205",)}, "Métier de la même famille que celui souhaité (Ménage).", ("metiers", "metiers")),
        ({"lieu": Lieu("94028")}, {"commune": "94028"}, "Dans sa commune, Créteil.", ("commune", "lieu")),
        ({"lieu": Lieu("94080")}, {"commune": "94028", "rayon_km": 40}, "À 8 km de Créteil, à vol d’oiseau.", ("commune", "lieu")),
        ({"creneaux": 3}, {"disponibilites": 7}, "Les horaires entrent dans ses disponibilités.", ("disponibilites", "creneaux")),
        ({"reserve_rsa": True}, {}, "Réservée aux allocataires du RSA.", (None, "reserve_rsa")),
        ({"sessions": (session(9, places=9, places_reservees=1),)}, {}, "Une place est réservée aux allocataires du RSA.", (None, "sessions")),
        ({}, {"orientation": Orientation.RUS_ELOIGNE}, "Aide à lever ce qui bloque avant de chercher un emploi.", ("orientation", "type_offre")),
    ],
)
async def test_pourquoi_cette_offre(
    base: Bassin, horloge: HorlogeFixe, offre: dict[str, Any], personne: dict[str, Any], texte: str, champs: tuple[str | None, str]
) -> None:
    lue = await explication(base, horloge, offre, personne)
    assert {r.texte: (r.champ.personne, r.champ.offre) for r in lue.raisons}.get(texte) == champs


async def test_les_contributions_font_le_score(base: Bassin, horloge: HorlogeFixe) -> None:
    lue = await explication(base, horloge, {"metiers": ("K2204",), "lieu": Lieu("94080")}, {"metiers": ("K1304",), "commune": "94028"})
    assert sum(lue.contributions.values()) == pytest.approx(lue.score, abs=1e-6)
    forces = [lue.contributions[r.part] for r in lue.raisons if r.part]
    assert forces == sorted(forces, reverse=True)
    assert 1 <= len(forces) <= 3


async def test_pourquoi_pas_plus_haut(base: Bassin, horloge: HorlogeFixe) -> None:
    proche = {"lieu": Lieu("94028"), "metiers": ("K2204",), "creneaux": 1, "reserve_rsa": True}
    bonne = emploi("Bonne", sessions=(session(20, places=9),), **proche)
    loin = replace(bonne, source_id="Loin", titre="Loin", lieu=Lieu("94080"), creneaux=12)
    autre = replace(bonne, source_id="Autre", titre="Autre", metiers=("K1304",), sessions=(session(200, places=1),))
    vu = await classement(base, horloge, [bonne, loin, autre], commune="94028", metiers=("K2204",), disponibilites=3, rayon_km=5)
    rangs = {titre: i for i, titre in enumerate(vu.moteur.image.titres)}
    dites = {titre: pourquoi_pas_plus_haut(vu, 0, rang, [rangs["Bonne"]]) for titre, rang in rangs.items()}
    assert dites["Bonne"] == ()
    loin_dit = [r.texte for r in dites["Loin"]]
    assert loin_dit == [
        "Le trajet est plus long : 8 km à vol d’oiseau.",
        "Une partie des horaires sort de ses disponibilités.",
    ]
    assert [(r.champ.personne, r.champ.offre) for r in dites["Loin"]] == [("commune", "lieu"), ("disponibilites", "creneaux")]
    assert [r.texte for r in dites["Autre"]] == [
        "Le métier est plus loin de celui souhaité : Nettoyage.",
        "Commence plus tard : le 11 juin 2027.",
        "Il ne reste qu’une place.",
    ]


async def test_une_offre_sans_metier_ne_dit_pas_qu_elle_est_plus_loin(base: Bassin, horloge: HorlogeFixe) -> None:
    vu = await classement(base, horloge, [emploi("Bonne", metiers=("K2204",)), emploi("Muette")], metiers=("K2204",), projet="nettoyage")
    (dite,) = pourquoi_pas_plus_haut(vu, 0, 1, [0])
    assert (dite.texte, dite.champ.personne, dite.champ.offre) == (
        "Aucun métier n’est indiqué pour cette offre, à la différence des premières.",
        None,
        "metiers",
    )
    assert Part.METIER not in {raison.part for raison in expliquer(vu, 0, 1).raisons}


async def test_ce_que_l_on_ignore_est_dit_comme_tel(base: Bassin, horloge: HorlogeFixe) -> None:
    bonne = emploi("Bonne", lieu=Lieu("94028"), creneaux=1, verifie_le=JOUR, sessions=(session(20, places=9),))
    muette = emploi("Muette")
    vu = await classement(base, horloge, [bonne, muette], commune="94028", disponibilites=1)
    textes = {r.texte for r in pourquoi_pas_plus_haut(vu, 0, 1, [0])}
    assert textes == {
        "Le trajet n’est pas connu : il manque une commune.",
        "Les horaires de l’offre ne sont pas connus.",
        "Aucune date n’est annoncée.",
    }


def test_chaque_part_a_ses_mots() -> None:
    assert set(_RAISONS) == set(_COUTS) == set(Part)
