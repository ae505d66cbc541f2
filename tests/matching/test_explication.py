"""What a person is told of one offer: what is missing, what to check, what it lifts."""

from __future__ import annotations

from typing import Any

from catalogue import depot
from catalogue.domaine import Apport, Condition, DetailsAppui, Frein, Offre, Operateur, TypeApport, TypeCondition, TypeOffre
from catalogue.libelles import FREINS_LEVES
from catalogue.vivant import charger
from etl.lecture import Lu
from etl.moteur import Demande, importer
from matching.classement import classer
from matching.eligibilite import Statut
from matching.explication import Explication, expliquer
from parcours.domaine import Allocataire
from socle.base import Bassin, transaction
from socle.horloge import HorlogeFixe

PERMIS = Condition(TypeCondition.PERMIS, Operateur.DANS, ("B",))
ZONE = Condition(TypeCondition.ZONE, Operateur.DANS, ("94028", "75"))
ATELIER = Condition(TypeCondition.PREALABLE, Operateur.DANS, ("atelier",), libelle="Avoir suivi l’atelier")


async def explication(base: Bassin, horloge: HorlogeFixe, offre: dict[str, Any], personne: dict[str, Any]) -> Explication:
    """Import one offer and explain it to one person."""
    async with transaction(base) as connexion:
        await connexion.execute("INSERT INTO commune (code_insee, nom, cle_tri) VALUES ('94028', 'Créteil', 'creteil')")
    appui = Offre("essai", "1", TypeOffre.APPUI, "Aide", **{"details": DetailsAppui(), **offre})
    await importer(base, [Lu("ligne 2", appui)], Demande(source="essai", ecrire=True), horloge=horloge)
    moteur = await charger(base, None)
    classement = classer([Allocataire("x", "Ana", "B", "essai", "1", **personne)], moteur, horloge.aujourdhui())
    async with base.acquire() as connexion:
        (fiche,) = (await depot.fiches(connexion, [int(moteur.image.ids[0])])).values()
    return expliquer(classement, 0, 0, fiche)


def leve(*freins: Frein) -> dict[str, Any]:
    return {"apports": tuple(Apport(TypeApport.FREIN_LEVE, FREINS_LEVES[f], f.value) for f in freins)}


async def test_ce_qui_manque_et_ce_qui_le_leve(base: Bassin, horloge: HorlogeFixe) -> None:
    lue = await explication(base, horloge, {"conditions": (PERMIS, ZONE)}, {"permis": (), "commune": "94028"})
    assert (lue.statut, lue.manque, lue.a_verifier) == (Statut.PRESQUE, ("Avoir le permis B",), ())
    assert lue.levier is not None
    assert lue.levier.frein is Frein.MOBILITE


async def test_ce_qui_est_a_verifier(base: Bassin, horloge: HorlogeFixe) -> None:
    lue = await explication(base, horloge, {"conditions": (PERMIS, ZONE, ATELIER), "publics": ("jeunes",)}, {})
    attendu = ("Avoir le permis B", "Habiter Créteil ou le département 75", "Avoir suivi l’atelier", "Le public visé")
    assert (lue.statut, lue.manque, lue.a_verifier, lue.levier) == (Statut.A_VERIFIER, (), attendu, None)


async def test_les_freins_leves_sont_nommes(base: Bassin, horloge: HorlogeFixe) -> None:
    lue = await explication(base, horloge, leve(Frein.LANGUE, Frein.GARDE_ENFANTS), {"freins": (Frein.GARDE_ENFANTS, Frein.LANGUE)})
    assert "Agit sur des freins connus : garde d’enfants, français." in [r.texte for r in lue.raisons]


async def test_un_seul_frein_leve(base: Bassin, horloge: HorlogeFixe) -> None:
    lue = await explication(base, horloge, leve(Frein.LANGUE), {"freins": (Frein.SANTE, Frein.LANGUE)})
    assert "Agit sur un frein connu : français." in [r.texte for r in lue.raisons]
