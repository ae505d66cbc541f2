"""The import engine over a real database: what it creates, changes, leaves alone and refuses."""

import asyncio
import random
import tracemalloc
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from catalogue.domaine import (
    Apport,
    Condition,
    DetailsFormation,
    DetailsRecrutement,
    EtatOffre,
    Lieu,
    Offre,
    Operateur,
    Session,
    Structure,
    TypeApport,
    TypeCondition,
    TypeOffre,
)
from etl import depot
from etl.banc_import import elements_synthetiques, mesurer
from etl.lecture import Element, Lu, Rejet
from etl.moteur import Demande, derouler, importer
from etl.rapport import Rapport
from socle.base import Bassin, transaction
from socle.erreurs import FichierIllisible
from socle.horloge import HorlogeFixe

SOURCE = "flux"


def offre(rang: int = 1, **champs: Any) -> Offre:
    valeurs: dict[str, Any] = {
        "source": SOURCE,
        "source_id": f"o{rang}",
        "type_offre": TypeOffre.FORMATION,
        "titre": f"Formation {rang}",
        "details": DetailsFormation(rncp="1234", niveau_sortie=3),
    }
    return Offre(**(valeurs | champs))


def lus(*objets: Offre | Structure) -> list[Element]:
    return [Lu(f"ligne {rang}", objet) for rang, objet in enumerate(objets, start=2)]


def importe(bassin: Bassin, horloge: HorlogeFixe, elements: Iterable[Element], **demande: Any) -> Any:
    return importer(bassin, elements, Demande(**({"source": SOURCE, "ecrire": True} | demande)), horloge=horloge)


async def lignes(bassin: Bassin, sql: str, *valeurs: object) -> list[tuple[Any, ...]]:
    async with bassin.acquire() as connexion:
        return [tuple(ligne) for ligne in await connexion.fetch(sql, *valeurs)]


def motifs(rapport: Rapport) -> list[str]:
    return [a.motif.replace("\u00a0", " ") for r in rapport.rejets for a in r.anomalies]


def doutes(rapport: Rapport) -> list[tuple[str, str, str]]:
    return [(a.chemin, a.anomalie.champ, a.anomalie.valeur) for a in rapport.avertissements]


COMPLETE = offre(
    structure="s1",
    metiers=("K1302", "J1501"),
    conditions=(Condition(TypeCondition.NIVEAU, Operateur.AU_MOINS, ("3",), libelle="CAP"),),
    apports=(Apport(TypeApport.CERTIFICATION, "Titre", "1234"),),
    sessions=(Session("a", date(2027, 1, 4), date(2027, 3, 1), places=12), Session("b")),
    lieu=Lieu(code_insee="94028", commune="CRETEIL"),
    verifie_le=date(2026, 11, 1),
)
ORGANISME = Structure(SOURCE, "s1", "Organisme d’essai")


async def test_une_offre_arrive_entiere(catalogue: Bassin, horloge: HorlogeFixe) -> None:
    rapport = await importe(catalogue, horloge, lus(ORGANISME, COMPLETE), format="essai", fichier="essai.csv", empreinte_fichier=b"x")
    assert (rapport.lus, rapport.crees, rapport.structures.crees, rapport.rejetes) == (1, 1, 1, 0)
    assert await lignes(catalogue, "SELECT titre, etat, details->>'rncp', s.nom FROM offre o JOIN structure s ON s.id = o.structure_id") == [
        ("Formation 1", "publiee", "1234", "Organisme d’essai")
    ]
    assert await lignes(catalogue, "SELECT code_rome FROM offre_metier ORDER BY rang") == [("K1302",), ("J1501",)]
    assert await lignes(catalogue, "SELECT type, operateur, valeurs, ferme, libelle FROM condition") == [("niveau", "au_moins", ["3"], True, "CAP")]
    assert await lignes(catalogue, "SELECT type, libelle, valeur FROM apport") == [("certification", "Titre", "1234")]
    assert await lignes(catalogue, "SELECT source_id, debut, places, etat FROM session ORDER BY source_id") == [
        ("a", date(2027, 1, 4), 12, "ouverte"),
        ("b", None, None, "ouverte"),
    ]
    assert await lignes(catalogue, "SELECT format, fichier, lus, crees, lance_le FROM import") == [("essai", "essai.csv", 2, 2, horloge.maintenant())]


async def test_un_second_import_ne_change_rien_et_le_dit(catalogue: Bassin, horloge: HorlogeFixe) -> None:
    elements = lus(ORGANISME, COMPLETE, offre(2))
    await importe(catalogue, horloge, elements)
    versions = "SELECT 'o', id, identifiant, xmin::text FROM offre UNION ALL SELECT 's', id, source_id, xmin::text FROM session ORDER BY 1, 2"
    avant = await lignes(catalogue, versions)
    rapport = await importe(catalogue, horloge, elements)
    assert (rapport.crees, rapport.modifies, rapport.inchanges, rapport.structures.inchanges, rapport.a_change) == (0, 0, 2, 1, False)
    assert await lignes(catalogue, versions) == avant


async def test_un_essai_compte_juste_et_n_ecrit_rien(catalogue: Bassin, horloge: HorlogeFixe) -> None:
    elements = lus(ORGANISME, COMPLETE, offre(2, titre=""), offre(3, metiers=("A9999",)))
    essai = await importe(catalogue, horloge, elements, ecrire=False)
    assert await lignes(catalogue, "SELECT (SELECT count(*) FROM offre), (SELECT count(*) FROM structure), (SELECT count(*) FROM import)") == [
        (0, 0, 0)
    ]
    reel = await importe(catalogue, horloge, elements)
    assert (essai.crees, essai.rejetes, essai.avertissements_total) == (2, 1, 1)
    assert replace(essai, ecrit=True) == reel


async def test_une_offre_changee_remplace_ses_parties_et_elles_seules(catalogue: Bassin, horloge: HorlogeFixe) -> None:
    voisine = replace(COMPLETE, source_id="voisine")
    await importe(catalogue, horloge, lus(ORGANISME, COMPLETE, voisine))
    intacte = "SELECT m.xmin::text, m.ctid::text FROM offre_metier m JOIN offre o ON o.id = m.offre_id WHERE o.source_id = 'voisine' ORDER BY rang"
    avant = await lignes(catalogue, intacte)
    identifiant = await lignes(catalogue, "SELECT id, identifiant FROM offre WHERE source_id = 'o1'")
    changee = replace(COMPLETE, titre="Autre titre", metiers=("J1501",), conditions=(), apports=(), structure=None)
    rapport = await importe(catalogue, horloge, lus(changee, voisine))
    assert (rapport.modifies, rapport.inchanges) == (1, 1)
    assert await lignes(catalogue, "SELECT id, identifiant FROM offre WHERE source_id = 'o1'") == identifiant
    reste = "SELECT titre, structure_id, (SELECT count(*) FROM condition WHERE offre_id = o.id) + (SELECT count(*) FROM apport WHERE offre_id = o.id)"
    assert await lignes(catalogue, f"{reste} FROM offre o WHERE source_id = 'o1'") == [("Autre titre", None, 0)]
    metiers = "SELECT code_rome, rang FROM offre_metier m JOIN offre o ON o.id = m.offre_id WHERE source_id = 'o1'"
    assert await lignes(catalogue, metiers) == [("J1501", 0)]
    assert await lignes(catalogue, intacte) == avant


async def test_deux_ecritures_de_la_meme_chose_ne_font_pas_un_changement(catalogue: Bassin, horloge: HorlogeFixe) -> None:
    await importe(catalogue, horloge, lus(offre(metiers=("K1302", "K1302"), heures_hebdo=Decimal(35), cout=Decimal("0.00"))))
    assert await lignes(catalogue, "SELECT code_rome, rang FROM offre_metier") == [("K1302", 0)]
    rapport = await importe(catalogue, horloge, lus(offre(metiers=("K1302",), heures_hebdo=Decimal("35.00"), cout=Decimal(0))))
    assert rapport.inchanges == 1


async def test_une_offre_peut_changer_de_type(catalogue: Bassin, horloge: HorlogeFixe) -> None:
    await importe(catalogue, horloge, lus(offre()))
    await importe(catalogue, horloge, lus(offre(type_offre=TypeOffre.RECRUTEMENT, details=DetailsRecrutement(postes=2))))
    assert await lignes(catalogue, "SELECT type_offre, details FROM offre") == [("recrutement", {"postes": 2})]


async def test_la_confirmation_avance_sans_compter_comme_un_changement(catalogue: Bassin, horloge: HorlogeFixe) -> None:
    for jour, attendu in ((1, 1), (8, 8), (3, 8)):
        rapport = await importe(catalogue, horloge, lus(replace(COMPLETE, structure=None, verifie_le=date(2026, 11, jour))))
        assert rapport.modifies == 0
        assert await lignes(catalogue, "SELECT verifie_le FROM offre") == [(date(2026, 11, attendu),)]
    await importe(catalogue, horloge, lus(replace(COMPLETE, structure=None, titre="Changé", verifie_le=date(2026, 11, 2))))
    assert await lignes(catalogue, "SELECT titre, verifie_le FROM offre") == [("Changé", date(2026, 11, 8))]


async def test_une_offre_suspendue_par_quelqu_un_le_reste(catalogue: Bassin, horloge: HorlogeFixe) -> None:
    await importe(catalogue, horloge, lus(offre()))
    async with catalogue.acquire() as connexion:
        await connexion.execute("UPDATE offre SET etat = 'suspendue'")
    assert (await importe(catalogue, horloge, lus(offre()))).inchanges == 1
    assert (await importe(catalogue, horloge, lus(offre(titre="Nouveau")))).modifies == 1
    assert await lignes(catalogue, "SELECT titre, etat FROM offre") == [("Nouveau", "suspendue")]


async def test_les_identifiants_publics_viennent_du_tirage(catalogue: Bassin, horloge: HorlogeFixe) -> None:
    tirage = random.Random(7).randrange
    await importer(catalogue, lus(offre(1), offre(2)), Demande(SOURCE, ecrire=True), horloge=horloge, tirage=tirage)
    rejoue = random.Random(7).randrange
    attendus = ["".join("0123456789abcdefghjkmnpqrstvwxyz"[rejoue(32)] for _ in range(12)) for _ in range(2)]
    assert [i for (i,) in await lignes(catalogue, "SELECT identifiant FROM offre ORDER BY source_id")] == attendus


# --- Rejections and warnings


async def test_ce_que_les_regles_refusent_est_rejete_avec_sa_raison(catalogue: Bassin, horloge: HorlogeFixe) -> None:
    elements = [*lus(Structure(SOURCE, "s1", ""), offre(1, titre=""), offre(2)), Rejet("ligne 9", ()), Rejet("ligne 10", (), structure=True)]
    rapport = await importe(catalogue, horloge, elements)
    assert (rapport.lus, rapport.crees, rapport.offres.rejetes, rapport.structures.lus, rapport.structures.rejetes) == (3, 1, 2, 2, 2)
    assert [r.chemin for r in rapport.rejets] == ["ligne 2", "ligne 3", "ligne 9", "ligne 10"]
    assert motifs(rapport) == ["Le nom est vide.", "Le titre est vide."]


async def test_le_second_de_meme_identifiant_est_rejete_meme_loin_du_premier(catalogue: Bassin, horloge: HorlogeFixe) -> None:
    remplissage = [Lu(f"r{rang}", offre(rang)) for rang in range(10, 1_100)]
    premiers = [*lus(ORGANISME, offre(1, titre="Premier")), *lus(offre(1, titre="Second"), replace(ORGANISME, nom="Second"))]
    rapport = await importe(catalogue, horloge, [*premiers, *remplissage, *lus(offre(1, titre="Troisième"), ORGANISME)])
    assert (rapport.offres.rejetes, rapport.structures.rejetes, rapport.crees) == (2, 2, 1_091)
    assert all("déjà venu plus haut" in motif for motif in motifs(rapport))
    assert await lignes(catalogue, "SELECT titre FROM offre WHERE source_id = 'o1'") == [("Premier",)]


async def test_une_valeur_que_seule_la_base_refuse_n_emporte_pas_les_autres(catalogue: Bassin, horloge: HorlogeFixe) -> None:
    francais = Condition(TypeCondition.FRANCAIS, Operateur.AU_MOINS, ("courant",))
    mauvaises = {
        3: offre(3, conditions=(francais,)),
        17: offre(17, description="nul \x00 au milieu"),
        18: offre(18, description="demi-codet \ud800"),
        40: offre(40, sessions=(Session("a", places=2**40),)),
    }
    rapport = await importe(catalogue, horloge, lus(*(mauvaises.get(rang) or offre(rang) for rang in range(50))))
    assert (rapport.crees, rapport.rejetes) == (46, 4)
    assert [r.chemin for r in rapport.rejets] == ["ligne 5", "ligne 19", "ligne 20", "ligne 42"]
    assert rapport.rejets[0].anomalies[0].champ == "conditions"
    assert all("sort de ce que le catalogue accepte" in motif for motif in motifs(rapport))
    assert await lignes(catalogue, "SELECT count(*) FROM offre WHERE source_id = ANY($1)", ["o3", "o17", "o18", "o40"]) == [(0,)]


@pytest.mark.parametrize("source_id", ["", "a\x00b", "a\ud800"])
async def test_un_identifiant_impossible_est_rejete(catalogue: Bassin, horloge: HorlogeFixe, source_id: str) -> None:
    rapport = await importe(catalogue, horloge, lus(offre(source_id=source_id), replace(ORGANISME, source_id=source_id), offre(2)))
    assert (rapport.crees, rapport.offres.rejetes, rapport.structures.rejetes) == (1, 1, 1)


async def test_une_structure_que_seule_la_base_refuse_n_emporte_pas_les_autres(catalogue: Bassin, horloge: HorlogeFixe) -> None:
    structures = [Structure(SOURCE, f"s{rang}", f"Structure {rang}", description="\x00" if rang == 5 else "") for rang in range(12)]
    rapport = await importe(catalogue, horloge, lus(*structures))
    assert (rapport.structures.crees, rapport.structures.rejetes) == (11, 1)


async def test_un_fichier_qui_casse_en_route_ne_laisse_rien(catalogue: Bassin, horloge: HorlogeFixe) -> None:
    def coupe() -> Iterator[Element]:
        yield from (Lu(f"ligne {rang}", offre(rang)) for rang in range(1_500))
        raise FichierIllisible("coupé")

    with pytest.raises(FichierIllisible):
        await importe(catalogue, horloge, coupe())
    assert await lignes(catalogue, "SELECT (SELECT count(*) FROM offre), (SELECT count(*) FROM import)") == [(0, 0)]


async def test_une_commune_ou_un_metier_inconnus_sont_gardes_ou_ecartes_et_dits(catalogue: Bassin, horloge: HorlogeFixe) -> None:
    inconnue = offre(1, lieu=Lieu(code_insee="75056", commune="Paris"), metiers=("K1302", "A9999"))
    rapport = await importe(catalogue, horloge, lus(inconnue, offre(2, lieu=Lieu(code_insee="01001"))))
    assert doutes(rapport) == [("ligne 2", "code_insee", "75056"), ("ligne 2", "metiers", "A9999"), ("ligne 3", "code_insee", "01001")]
    assert await lignes(catalogue, "SELECT code_insee, commune_source FROM offre ORDER BY source_id") == [(None, "Paris"), (None, "01001")]
    assert await lignes(catalogue, "SELECT code_rome, rang FROM offre_metier") == [("K1302", 0)]


async def test_une_commune_sans_code_est_trouvee_par_son_nom_et_son_code_postal(catalogue: Bassin, horloge: HorlogeFixe) -> None:
    ecrite = Lieu(commune="ST MAUR DES FOSSES", code_postal="94210")
    ailleurs = Lieu(commune="Créteil", code_postal="75001")
    await importe(catalogue, horloge, lus(offre(1, lieu=ecrite), offre(2, lieu=ailleurs)))
    assert await lignes(catalogue, "SELECT code_insee FROM offre ORDER BY source_id") == [("94068",), (None,)]


async def test_un_fichier_sans_rien_le_dit(catalogue: Bassin, horloge: HorlogeFixe) -> None:
    rapport = await importe(catalogue, horloge, [])
    assert [a.anomalie.motif for a in rapport.avertissements] == ["Aucune offre ni structure n’a été lue dans ce fichier."]
    assert (await importe(catalogue, horloge, lus(ORGANISME))).avertissements_total == 0


async def test_des_referentiels_vides_sont_dits_une_fois_puis_rattrapes(base: Bassin, horloge: HorlogeFixe) -> None:
    elements = lus(*(offre(rang, metiers=("K1302",), lieu=Lieu(code_insee="94028")) for rang in range(3)))
    rapport = await importe(base, horloge, elements)
    assert [champ for _, champ, _ in doutes(rapport)] == ["metiers", "code_insee"]
    async with base.acquire() as connexion:
        await connexion.execute("INSERT INTO commune (code_insee, nom, cle_tri) VALUES ('94028', 'Créteil', 'creteil')")
    assert (await importe(base, horloge, elements)).modifies == 3
    assert await lignes(base, "SELECT DISTINCT code_insee FROM offre") == [("94028",)]


# --- Structures met after their offers


async def test_une_structure_peut_venir_apres_ses_offres(catalogue: Bassin, horloge: HorlogeFixe) -> None:
    offres = [Lu(f"ligne {rang}", offre(rang, structure="s1")) for rang in range(1_200)]
    rapport = await importe(catalogue, horloge, [*offres, *lus(ORGANISME)])
    assert (rapport.crees, rapport.modifies, rapport.avertissements_total) == (1_200, 0, 0)
    assert await lignes(catalogue, "SELECT count(*) FROM offre WHERE structure_id IS NULL") == [(0,)]


async def test_une_structure_introuvable_est_dite_puis_reliee_quand_elle_arrive(catalogue: Bassin, horloge: HorlogeFixe) -> None:
    seules = lus(offre(1, structure="s1"), offre(2))
    assert doutes(await importe(catalogue, horloge, seules)) == [("ligne 2", "structure", "s1")]
    await importe(catalogue, horloge, lus(ORGANISME))
    rapport = await importe(catalogue, horloge, seules)
    assert (rapport.modifies, rapport.inchanges, rapport.avertissements_total) == (1, 1, 0)
    assert await lignes(catalogue, "SELECT o.source_id FROM offre o JOIN structure s ON s.id = o.structure_id") == [("o1",)]
    assert (await importe(catalogue, horloge, seules)).inchanges == 2


# --- Engine and server


async def test_les_autres_processus_sont_prevenus_d_une_ecriture_et_d_elle_seule(catalogue: Bassin, horloge: HorlogeFixe) -> None:
    entendu = asyncio.Event()

    def entendre(*_: object) -> None:
        entendu.set()

    async with catalogue.acquire() as oreille:
        await oreille.add_listener("catalogue", entendre)
        await importe(catalogue, horloge, lus(offre(1)), ecrire=False)
        await oreille.execute("SELECT 1")
        assert not entendu.is_set()
        await importe(catalogue, horloge, lus(offre(2)))
        await asyncio.wait_for(entendu.wait(), 5)
        await oreille.remove_listener("catalogue", entendre)


async def attendre_un_verrou(bassin: Bassin) -> None:
    """Come back when a connection waits for a lock that another one holds."""
    while not await lignes(bassin, "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"):
        await asyncio.sleep(0)


async def test_un_import_attend_la_fin_de_l_autre(catalogue: Bassin, horloge: HorlogeFixe) -> None:
    elements = lus(ORGANISME, *(replace(COMPLETE, source_id=f"o{rang}") for rang in range(50)))
    async with transaction(catalogue) as connexion:
        premier = await derouler(connexion, elements, Demande(SOURCE, ecrire=True), horloge=horloge)
        second = asyncio.ensure_future(importe(catalogue, horloge, elements))
        await asyncio.wait_for(attendre_un_verrou(catalogue), 10)
    assert (premier.crees, premier.structures.crees) == (50, 1)
    assert ((await second).inchanges, (await second).structures.inchanges) == (50, 1)


async def test_la_memoire_ne_grandit_pas_avec_le_fichier(catalogue: Bassin, horloge: HorlogeFixe) -> None:
    async def pic(n: int) -> int:
        elements = (Lu(f"ligne {rang}", offre(rang, description="x" * 2_000)) for rang in range(n))
        tracemalloc.start()
        await importe(catalogue, horloge, elements, ecrire=False)
        sommet = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return sommet

    await pic(100)
    petit = await pic(2_000)
    assert await pic(12_000) < petit * 1.3


async def test_le_banc_mesure_et_ne_laisse_rien(base: Bassin, horloge: HorlogeFixe) -> None:
    tops = iter(range(100))
    mesure = await mesurer(base, horloge, offres=60, chrono=lambda: float(next(tops)))
    assert (mesure.offres, mesure.lignes) == (60, 60 * 6)
    assert (mesure.creees_par_s, mesure.inchangees_par_s, mesure.lignes_par_s, mesure.rapport_copie) == (60, 60, 360, 1)
    assert await lignes(base, "SELECT (SELECT count(*) FROM offre), (SELECT count(*) FROM import), to_regclass('banc_offre')") == [(0, 0, None)]


def test_les_offres_du_banc_sont_acceptables_et_toutes_differentes() -> None:
    lues = [lu.objet for lu in elements_synthetiques(45, date(2026, 11, 23))]
    offres = [objet for objet in lues if isinstance(objet, Offre)]
    assert (len(lues), len(offres), len({o.source_id for o in offres})) == (48, 45, 45)
    assert all(o.etat is EtatOffre.PUBLIEE and o.sessions for o in offres)


async def test_chaque_requete_se_prepare_sur_les_tables_de_travail(base: Bassin) -> None:
    async with transaction(base) as connexion:
        await depot.preparer(connexion)
        for requete in depot.REQUETES.par_nom.values():
            await connexion.prepare(requete.sql)
