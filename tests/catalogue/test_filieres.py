"""A filière: which offers belong to it, what they add up to, and a definition that two people cannot spoil for each other."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import Any

import asyncpg
import pytest

from catalogue.domaine import TypeOffre
from catalogue.filieres import depot, services
from catalogue.filieres.domaine import TYPES_ETAPE, Filiere, Saisie, couvre, verifier
from catalogue.filieres.selection import Selection
from catalogue.filieres.services import NonEnregistrable, VersionPassee, cle_de
from catalogue.recherche import Moteur
from comptes.domaine import Acteur, Role
from etl.depot_referentiels import REQUETES, TRAVAIL
from socle.base import Bassin, Connexion, ouvrir, transaction
from socle.horloge import PARIS
from tests.catalogue.filieres_en_dur import AUTONOMIE, BATIMENT, JOUR, libres, vivantes
from tests.conftest import a_part

INSTANT = datetime(2026, 11, 23, 9, tzinfo=PARIS)
TYPEE = Saisie(nom="Métiers du soin", accroche="Soigner", ordre="3", publiee=True, codes=("J1501", "J13", "K"))


@pytest.mark.parametrize(
    ("nom", "cle"),
    [
        ("Plateforme des métiers de l’autonomie", "plateforme-des-metiers-de-l-autonomie"),
        ("  Œuvre – & Cœur ! ", "oeuvre-coeur"),
        ("…", ""),
        ("mot " * 40, "-".join(["mot"] * 20)),
    ],
)
def test_l_adresse_vient_du_nom(nom: str, cle: str) -> None:
    assert cle_de(nom) == cle


@pytest.mark.parametrize(
    ("change", "champ"),
    [
        ({"nom": ""}, "nom"),
        ({"nom": "x" * 121}, "nom"),
        ({"presentation": "x" * 5001}, "presentation"),
        ({"ordre": "premier"}, "ordre"),
        ({"ordre": "1000"}, "ordre"),
        ({"ordre": "²"}, "ordre"),
        ({"codes": ("Z9",)}, "metiers"),
        ({"codes": ("J1",)}, "metiers"),
        ({"codes": ()}, "metiers"),
    ],
)
def test_ce_qui_ne_va_pas_est_dit_au_bon_endroit(change: dict[str, Any], champ: str) -> None:
    assert list(verifier(replace(TYPEE, **change))) == [champ]


def test_une_filiere_vide_se_garde_tant_qu_on_ne_la_montre_pas() -> None:
    assert verifier(Saisie(nom="Plus tard")) == {}


def test_chaque_type_d_offre_est_une_etape_et_une_seule() -> None:
    assert Counter(genre for genres in TYPES_ETAPE.values() for genre in genres) == Counter(TypeOffre)


@pytest.fixture(scope="module")
def lue(url_demonstration: str, moteur: Moteur) -> dict[str, tuple[Filiere, Selection, dict[int, dict[str, Any]]]]:
    """Both filières of the demonstration: as they are kept, chosen by the code, and told again from the rows."""

    async def lire() -> dict[str, Any]:
        bassin = await ouvrir(url_demonstration, taille=1)
        async with bassin.acquire() as connexion:
            trouvees = {}
            for cle in (AUTONOMIE, BATIMENT):
                filiere = await depot.une(connexion, cle)
                assert filiere is not None
                choisies = Selection.faire(moteur.image, await depot.offres(connexion, filiere.id), JOUR)
                trouvees[cle] = (filiere, choisies, await vivantes(connexion, cle))
        await bassin.close()
        return trouvees

    return a_part(lire())


@pytest.mark.parametrize("cle", [AUTONOMIE, BATIMENT])
def test_une_offre_y_est_par_son_metier_ou_par_sa_structure(lue: Any, cle: str) -> None:
    _, choisies, attendues = lue[cle]
    assert choisies.image.ids[choisies.offres].tolist() == sorted(attendues) != []


def test_les_deux_portes_servent(lue: Any) -> None:
    filiere, _, attendues = lue[AUTONOMIE]
    par_metier = [any(couvre(filiere.codes, m) for m in o["metiers"]) for o in attendues.values()]
    assert {True, False} == set(par_metier)


@pytest.mark.parametrize("cle", [AUTONOMIE, BATIMENT])
def test_les_comptes_se_retrouvent_dans_les_lignes(lue: Any, cle: str) -> None:
    _, choisies, attendues = lue[cle]
    offres = attendues.values()
    assert choisies.par_type() == Counter(TypeOffre(o["type_offre"]) for o in offres)
    assert choisies.par_metier() == Counter(m for o in offres for m in o["metiers"])
    assert choisies.par_commune() == Counter(o["code_insee"] for o in offres if o["code_insee"])
    assert choisies.par_structure() == Counter(o["structure_id"] for o in offres if o["structure_id"])
    assert choisies.places_libres == libres(offres) > 0
    assert sorted(choisies.ids_sessions) == sorted(s["id"] for o in offres for s in o["sessions"])


def test_les_dates_viennent_dans_l_ordre_et_une_seule_par_offre_quand_on_en_veut_peu(lue: Any) -> None:
    _, choisies, attendues = lue[AUTONOMIE]
    datees = sorted((s["debut"], s["id"]) for o in attendues.values() for s in o["sessions"] if s["debut"])
    jours = {i: debut for debut, i in datees}
    assert [debut for debut, _ in datees] == [jours[i] for i in choisies.datees()]
    assert choisies.premier_jour == datees[0][0]
    emplois = {i for i, o in attendues.items() if TypeOffre(o["type_offre"]) in TYPES_ETAPE["travailler"]}
    premiere = {
        i: min(s["debut"] for s in attendues[i]["sessions"] if s["debut"]) for i in emplois if any(s["debut"] for s in attendues[i]["sessions"])
    }
    prises = choisies.datees(genres=TYPES_ETAPE["travailler"], nombre=3)
    offre_de = {s["id"]: (i, s["debut"]) for i, o in attendues.items() for s in o["sessions"]}
    assert len({offre_de[i][0] for i in prises}) == 3
    assert [offre_de[i][1] for i in prises] == sorted(premiere.values())[:3]
    permanentes = [i for i in emplois if any(s["debut"] is None for s in attendues[i]["sessions"])]
    assert choisies.permanentes(TYPES_ETAPE["travailler"]) == len(permanentes) > 0


def test_reduite_a_quelques_communes_elle_s_additionne(lue: Any) -> None:
    _, choisies, attendues = lue[BATIMENT]
    communes = sorted(choisies.par_commune())
    moities = [choisies.des_communes(frozenset(c)) for c in (communes[::2], communes[1::2])]
    assert sum(len(m) for m in moities) == sum(1 for o in attendues.values() if o["code_insee"])
    assert sum(len(m.ids_sessions) for m in moities) == sum(len(o["sessions"]) for o in attendues.values() if o["code_insee"])


@pytest.fixture
async def rome(base: Bassin) -> Bassin:
    """A base that knows three métiers of two domains, and two structures."""
    async with transaction(base) as connexion:
        await connexion.execute("INSERT INTO grand_domaine VALUES ('J', 'Santé'), ('K', 'Services')")
        await connexion.execute("INSERT INTO domaine_professionnel VALUES ('J13', 'Médico-techniques', 'J'), ('J15', 'Soins', 'J')")
        await connexion.execute(
            "INSERT INTO metier (code_rome, libelle, cle_tri, code_rome_parent, source)"
            " SELECT c, c, c, c, 'essai' FROM unnest(ARRAY['J1301', 'J1305', 'J1501', 'K1302']) c"
        )
        await connexion.execute(
            "INSERT INTO structure (identifiant, source, source_id, nom, cle_tri, type_structure, siret, empreinte)"
            " VALUES ('aaaaaaaaaaaa', 'x', '1', 'L’Été du Soin', 'l ete du soin', 'association', '12345678200010', ''),"
            " ('bbbbbbbbbbbb', 'x', '2', 'Autre', 'autre', 'entreprise', NULL, '')"
        )
    return base


async def ecrire(connexion: Connexion, saisie: Saisie = TYPEE, identifiant: str = "0123456789ab") -> Filiere:
    return await services.creer(connexion, None, identifiant, saisie, INSTANT)


async def test_un_code_court_couvre_tous_ses_metiers(rome: Bassin) -> None:
    async with transaction(rome) as connexion:
        filiere = await ecrire(connexion, replace(TYPEE, codes=("J13", "K")))
        couverts = {r[0] for r in await connexion.fetch("SELECT metiers_de_filiere($1)", filiere.id)}
        tous = [r[0] for r in await connexion.fetch("SELECT code_rome FROM metier")]
    assert couverts == {"J1301", "J1305", "K1302"} == {m for m in tous if couvre(filiere.codes, m)}


async def test_ce_que_le_rome_ne_connait_pas_n_est_pas_garde(rome: Bassin) -> None:
    async with transaction(rome) as connexion:
        filiere = await ecrire(connexion, replace(TYPEE, codes=("J1501", "A1101", "N"), structures=("aaaaaaaaaaaa", "zzzzzzzzzzzz")))
        structures = await depot.structures(connexion, filiere.id)
    assert filiere.codes == ("J1501",)
    assert [s.identifiant for s in structures] == ["aaaaaaaaaaaa"]


@pytest.mark.parametrize(("mots", "trouvees"), [("été", 1), ("ETE DU", 1), ("12345678200010", 1), ("", 0), ("  ’ ", 0), ("u", 2)])
async def test_une_structure_se_cherche_par_un_bout_de_son_nom(rome: Bassin, mots: str, trouvees: int) -> None:
    async with rome.acquire() as connexion:
        assert len(await depot.structures_cherchees(connexion, mots, 8)) == trouvees


async def test_envoyee_deux_fois_elle_n_existe_qu_une_fois(rome: Bassin) -> None:
    async with transaction(rome) as connexion:
        premiere, seconde = await ecrire(connexion), await ecrire(connexion, replace(TYPEE, nom="Autre nom"))
        traces = await connexion.fetchval("SELECT count(*) FROM journal WHERE action = 'filiere.creer'")
    assert (premiere, traces) == (seconde, 1)


@pytest.mark.parametrize("nom", ["Métiers du Soin !", "Nouvelle", "…"])
async def test_un_nom_deja_pris_ou_impossible_est_dit(rome: Bassin, nom: str) -> None:
    async with transaction(rome) as connexion:
        await ecrire(connexion)
        with pytest.raises(NonEnregistrable) as refus:
            await ecrire(connexion, replace(TYPEE, nom=nom), "ba9876543210")
    assert list(refus.value.fautes) == ["nom"]


async def test_le_second_onglet_est_prevenu_et_n_efface_rien(rome: Bassin) -> None:
    async with transaction(rome) as connexion:
        lue = await ecrire(connexion)
        compte = await connexion.fetchval(
            "INSERT INTO compte (identifiant, role, nom, courriel, cree_le) VALUES ('c0mpte000000', 'admin', 'N', 'n@exemple.fr', now()) RETURNING id"
        )
        acteur = Acteur(compte, "c0mpte000000", Role.ADMIN, "N")
        await services.modifier(connexion, acteur, lue, 1, replace(TYPEE, nom="Soin", codes=("J1501",)), INSTANT)
        with pytest.raises(VersionPassee) as passee:
            await services.modifier(connexion, acteur, lue, 1, replace(TYPEE, nom="Perdu"), INSTANT)
        traces = await connexion.fetch("SELECT acteur, objet FROM journal WHERE action = 'filiere.modifier'")
        gardee = await depot.une(connexion, "metiers-du-soin")
    assert gardee == passee.value.filiere
    assert gardee is not None
    assert (gardee.nom, gardee.version, gardee.codes, gardee.cle) == ("Soin", 2, ("J1501",), "metiers-du-soin")
    assert [tuple(t) for t in traces] == [("N", f"filiere:{lue.identifiant}")]


async def test_la_base_refuse_un_metier_inconnu(rome: Bassin) -> None:
    async with transaction(rome) as connexion:
        filiere = await ecrire(connexion)
        for code in ("J1599", "J99", "A"):
            with pytest.raises(asyncpg.ForeignKeyViolationError):
                async with connexion.transaction():
                    await connexion.execute("INSERT INTO filiere_metier (filiere_id, code) VALUES ($1, $2)", filiere.id, code)
        with pytest.raises(asyncpg.CheckViolationError):
            await connexion.execute("INSERT INTO filiere_metier (filiere_id, code) VALUES ($1, 'J1')", filiere.id)


async def test_une_nouvelle_version_du_rome_garde_ce_qu_une_filiere_nomme(rome: Bassin) -> None:
    async with transaction(rome) as connexion:
        await ecrire(connexion, replace(TYPEE, codes=("J1501", "J13")))
        await connexion.execute(TRAVAIL)
        for table in ("metier", "domaine_professionnel", "grand_domaine"):
            await REQUETES.executer(connexion, f"elaguer_{table}")
        tables = "SELECT code_rome FROM metier UNION ALL SELECT code FROM domaine_professionnel UNION ALL SELECT code FROM grand_domaine"
        restes = {r[0] for r in await connexion.fetch(tables)}
    assert restes == {"J1501", "J13", "J"}
