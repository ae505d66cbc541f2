"""The search over the demonstration: exact filters, facets that add up, stable pages, and a degraded mode that says so."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from catalogue.comprehension import Compris
from catalogue.domaine import Frein, Presence, TypeOffre
from catalogue.image import PERMANENTE, construire
from catalogue.recherche import Facette, Filtres, Moteur, Requete
from catalogue.suggestion import IndexMetiers
from catalogue.vivant import CatalogueVivant, charger
from models.encodeur import Encodeur
from socle.base import Bassin, ouvrir, transaction
from socle.ecoute import notifier

JOUR = date(2026, 11, 23)
TOUT = 10_000


def rangs(moteur: Moteur, requete: Requete) -> list[int]:
    return moteur.chercher(replace(requete, par_page=TOUT), JOUR).rangs.tolist()


@pytest.mark.parametrize(
    ("texte", "mots"),
    [
        ("magazinier", "magasin"),
        ("ASH", "hospitalier"),
        ("cariste CACES 1 3 5", "cariste"),
        ("garde d'enfants", "enfants"),
        ("permis B", "permis"),
        ("apprendre le français", "français"),
        ("jardinier", "espaces verts"),
    ],
)
def test_les_premieres_offres_repondent(moteur: Moteur, texte: str, mots: str) -> None:
    premiers = rangs(moteur, Requete(texte))[:5]
    libelles = [
        " ".join([moteur.image.titres[r], *(moteur.referentiel.metiers[moteur.image.codes_rome[m]].libelle for m in metiers(moteur, r))]).lower()
        for r in premiers
    ]
    assert sum(mots in libelle for libelle in libelles) >= min(3, len(premiers)), libelles


def metiers(moteur: Moteur, rang: int) -> list[int]:
    image = moteur.image
    return image.metiers[image.metiers_debut[rang] : image.metiers_debut[rang + 1]].tolist()


FILTRES = [
    Filtres(types=frozenset({TypeOffre.FORMATION})),
    Filtres(reserve_rsa=True),
    Filtres(avec_places=True),
    Filtres(freins=frozenset({Frein.MOBILITE})),
    Filtres(presences=frozenset({Presence.A_DISTANCE, Presence.MIXTE})),
    Filtres(commune="94028", rayon_km=4),
    Filtres(du=date(2026, 12, 1), au=date(2026, 12, 20)),
    Filtres(sans_permis=True),
]


@pytest.mark.parametrize("filtres", FILTRES)
@pytest.mark.parametrize("texte", ["", "aide à domicile", "cuisine"])
def test_filtrer_ne_perd_ni_n_invente_rien(moteur: Moteur, filtres: Filtres, texte: str) -> None:
    """Filter first, search exactly afterwards: the filtered list is the unfiltered one without what the filter refuses."""
    seuls = set(rangs(moteur, Requete("", filtres)))
    ensemble = rangs(moteur, Requete(texte))
    assert rangs(moteur, Requete(texte, filtres)) == [r for r in ensemble if r in seuls]


def test_les_facettes_disent_ce_que_donnera_chaque_case(moteur: Moteur) -> None:
    base = Requete("cuisine", Filtres(types=frozenset({TypeOffre.RECRUTEMENT, TypeOffre.FORMATION})))
    resultats = moteur.chercher(base, JOUR)
    for valeur, nombre in resultats.facettes[Facette.TYPE]:
        seul = replace(base, filtres=replace(base.filtres, types=frozenset({TypeOffre(valeur)})))
        assert moteur.chercher(seul, JOUR).total == nombre > 0
    for valeur, nombre in resultats.facettes[Facette.METIER]:
        assert moteur.chercher(replace(base, filtres=replace(base.filtres, metiers=frozenset({valeur}))), JOUR).total == nombre


def test_sans_mots_les_facettes_sont_exactes(moteur: Moteur) -> None:
    resultats = moteur.chercher(Requete(), JOUR)
    assert sum(n for _, n in resultats.facettes[Facette.TYPE]) == resultats.total
    for valeur, nombre in resultats.facettes[Facette.TERRITOIRE]:
        assert moteur.chercher(Requete(filtres=Filtres(territoires=frozenset({valeur}))), JOUR).total == nombre


def test_les_pages_se_suivent(moteur: Moteur) -> None:
    entier = rangs(moteur, Requete("aide"))
    par_pages = [r for page in range(1, 40) for r in moteur.chercher(Requete("aide", page=page, par_page=7), JOUR).rangs.tolist()]
    assert par_pages == entier
    assert len(set(entier)) == len(entier)


def naif(moteur: Moteur, texte: str, filtres: Filtres) -> list[int]:
    """The search without arrays: offers one by one, each filter in plain words, everything sorted."""
    image, lecteur = moteur.image, moteur.lecteur
    corrige, _ = lecteur.corriger(texte)
    compris = moteur.metiers.suggerer(corrige, k=3) if texte else ()
    notes = lecteur.noter(texte, corrige, compris, (), ())
    vivantes = [r for r in range(len(image)) if vit(moteur, r)]
    barre = 0.0 if notes is None else 0.15 * max(float(notes[r]) for r in vivantes)
    gardes = [r for r in vivantes if notes is None or (notes[r] > 0 and notes[r] >= np.float32(barre))]
    gardes = [r for r in gardes if passe(moteur, r, filtres)]
    prochaines = image.prochaines(JOUR)
    return sorted(gardes, key=lambda r: (0 if notes is None else -round(float(notes[r]) * 10_000), int(prochaines[r]) or 2**31 - 2, r))


def vit(moteur: Moteur, rang: int) -> bool:
    sessions = moteur.image.sessions
    siennes = [i for i in range(len(sessions.offre)) if sessions.offre[i] == rang]
    jour = JOUR.toordinal()
    a_venir = any(sessions.limite[i] >= jour and (sessions.debut[i] == PERMANENTE or sessions.debut[i] >= jour) for i in siennes)
    return bool(moteur.image.limite[rang] >= jour and (a_venir or not siennes))


def passe(moteur: Moteur, rang: int, filtres: Filtres) -> bool:
    image, communes = moteur.image, moteur.referentiel.communes
    codes = {image.codes_rome[m] for m in metiers(moteur, rang)}
    commune = communes.get(str(image.communes[rang]))
    creneaux = int(image.creneaux[rang])
    leves = {f for i, f in enumerate(Frein) if image.freins[rang] >> i & 1}
    return (
        (not filtres.types or list(TypeOffre)[image.types[rang]] in filtres.types)
        and (not filtres.metiers or bool(codes & filtres.metiers))
        and (not filtres.freins or bool(leves & filtres.freins))
        and (not filtres.presences or list(Presence)[image.presences[rang]] in filtres.presences)
        and (not filtres.territoires or (commune is not None and (commune.territoire or "") in filtres.territoires))
        and (filtres.creneaux is None or creneaux == -1 or creneaux & ~filtres.creneaux == 0)
        and (not filtres.reserve_rsa or bool(image.reserve_rsa[rang]))
    )


TIRAGES = [
    ("cuisine", Filtres(types=frozenset({TypeOffre.FORMATION, TypeOffre.IAE}))),
    ("magazinier", Filtres(presences=frozenset({Presence.SUR_PLACE}), reserve_rsa=True)),
    ("m'occuper de personnes âgées", Filtres(creneaux=0b0001_0001_0001_0001)),
    ("aide", Filtres(freins=frozenset({Frein.MOBILITE, Frein.LANGUE}))),
    ("vente", Filtres(metiers=frozenset({"D1106", "D1214", "Z9999"}))),
    ("", Filtres(types=frozenset({TypeOffre.APPUI}), freins=frozenset({Frein.NUMERIQUE}))),
    ("", Filtres()),
]


@pytest.mark.parametrize(("texte", "filtres"), TIRAGES)
def test_la_recherche_est_celle_d_un_oracle_naif(moteur: Moteur, texte: str, filtres: Filtres) -> None:
    resultats = moteur.chercher(Requete(texte, filtres, par_page=TOUT), JOUR)
    attendus = naif(moteur, texte, filtres)
    assert resultats.rangs.tolist() == attendus
    assert resultats.total == len(attendus) > 0
    for territoire, nombre in resultats.facettes[Facette.TERRITOIRE]:
        assert nombre == sum(passe(moteur, r, Filtres(territoires=frozenset({territoire}))) for r in attendus)


def codes(moteur: Moteur, rang: int) -> set[str]:
    return {moteur.image.codes_rome[m] for m in metiers(moteur, rang)}


@pytest.mark.parametrize(
    ("texte", "refuse", "attendu"),
    [
        ("cuisine mais pas de plonge", "G1605", "G1602"),
        ("vente mais pas la caisse", "D1505", "D1106"),
        ("tout sauf le ménage", "K2205", "N1103"),
        ("entrepôt sans conduire de chariot", "N1101", "N1103"),
        ("sans contact avec le public", "D1505", "N1103"),
    ],
)
def test_ce_qui_est_refuse_est_mis_de_cote_et_peut_revenir(moteur: Moteur, texte: str, refuse: str, attendu: str) -> None:
    resultats = moteur.chercher(Requete(texte, par_page=TOUT), JOUR)
    trouves = [codes(moteur, r) for r in resultats.rangs.tolist()]
    assert len(resultats.refus) == 1
    assert refuse in resultats.refus[0].codes | resultats.refus[0].contraintes
    assert not any(refuse in c for c in trouves)
    assert any(attendu in c for c in trouves)
    assert not any(valeur == refuse for valeur, _ in resultats.facettes[Facette.METIER])
    sans = moteur.chercher(Requete(texte, ignorer=frozenset({Compris.REFUS}), par_page=TOUT), JOUR)
    assert sans.refus == ()
    assert any(refuse in codes(moteur, r) for r in sans.rangs.tolist())


def test_refuser_une_offre_par_son_titre(moteur: Moteur) -> None:
    avec = rangs(moteur, Requete("chantier"))
    sans = rangs(moteur, Requete("chantier sans visite"))
    assert any("visite" in moteur.image.titres[r].lower() for r in avec)
    assert not any("visite" in moteur.image.titres[r].lower() for r in sans)


@pytest.mark.parametrize(
    ("texte", "frein"),
    [
        ("je n'ai personne pour garder mon fils", Frein.GARDE_ENFANTS),
        ("je ne sais pas lire", Frein.ILLETTRISME),
        ("j'ai perdu mon permis", Frein.MOBILITE),
        ("pas d'ordinateur", Frein.NUMERIQUE),
        ("mon loyer est en retard", Frein.LOGEMENT),
    ],
)
def test_un_frein_dit_trouve_les_appuis_qui_le_levent(moteur: Moteur, texte: str, frein: Frein) -> None:
    bit = list(Frein).index(frein)
    premiers = rangs(moteur, Requete(texte))[:2]
    assert premiers
    assert all(moteur.image.freins[r] >> bit & 1 for r in premiers)


@pytest.mark.parametrize(
    ("mot", "attendus"),
    [
        ("vente", {"D1106", "D1214", "D1507", "D1505", "D1403"}),
        ("cuisine", {"G1602", "G1606", "G1609"}),
        ("bâtiment", {"F1703", "F1704", "F1606", "F1604", "F1602", "I1203"}),
        ("soin", {"J1501", "J1301", "K1306", "K1304"}),
        ("masson", {"F1703", "F1704"}),
        ("magazinier", {"N1110", "N1103"}),
    ],
)
def test_un_mot_seul_met_l_evident_devant(moteur: Moteur, mot: str, attendus: set[str]) -> None:
    premiers = rangs(moteur, Requete(mot))[:4]
    assert all(codes(moteur, r) & attendus for r in premiers), [moteur.image.titres[r] for r in premiers]


def test_tout_ce_que_l_on_prechauffe_ne_change_rien(moteur: Moteur) -> None:
    froid = Moteur(moteur.image, moteur.referentiel, moteur.metiers, moteur.encodeur)
    chaud = Moteur(moteur.image, moteur.referentiel, moteur.metiers, moteur.encodeur).chauffer()
    assert rangs(froid, Requete("magazinier")) == rangs(chaud, Requete("magazinier"))


def test_un_autre_jour_a_ses_propres_offres(moteur: Moteur) -> None:
    plus_tard = JOUR + timedelta(days=60)
    totaux = [moteur.chercher(Requete(), jour).total for jour in (JOUR, plus_tard, JOUR + timedelta(days=365), JOUR, plus_tard)]
    assert totaux[:2] == totaux[3:]
    assert totaux[0] > totaux[2]
    assert totaux[1] == int(moteur.image.vivantes(plus_tard).sum())


def test_les_offres_qui_ressemblent_sont_vivantes_et_les_plus_proches(moteur: Moteur) -> None:
    image, vivantes = moteur.image, moteur.image.vivantes(JOUR)
    for rang in range(0, len(image), 37):
        proches = moteur.proches(int(image.ids[rang]), 3, JOUR).tolist()
        cosinus = np.where(vivantes & (np.arange(len(image)) != rang), image.vecteurs @ image.vecteurs[rang], -np.inf)
        assert rang not in proches
        assert vivantes[proches].all()
        assert np.allclose(cosinus[proches], np.sort(cosinus)[::-1][:3], atol=1e-5)
    assert moteur.proches(-1, 3, JOUR).tolist() == []


def test_la_meme_recherche_donne_toujours_la_meme_liste(moteur: Moteur) -> None:
    assert rangs(moteur, Requete("menage le matin")) == rangs(moteur, Requete("menage le matin"))


def test_ce_qui_est_passe_ne_se_montre_plus(moteur: Moteur) -> None:
    image = moteur.image
    dans_un_an = JOUR + timedelta(days=365)
    restantes = image.vivantes(dans_un_an)
    datees = np.zeros(len(image), dtype=bool)
    datees[image.sessions.offre] = True
    permanentes = np.zeros(len(image), dtype=bool)
    permanentes[image.sessions.offre[image.sessions.debut == PERMANENTE]] = True
    assert restantes.sum() < image.vivantes(JOUR).sum()
    assert not (restantes & datees & ~permanentes).any()


async def test_sans_modele_la_recherche_va_par_les_mots_et_le_dit(url_demonstration: str) -> None:
    bassin = await ouvrir(url_demonstration, taille=1)
    try:
        degrade = await charger(bassin, None)
    finally:
        await bassin.close()
    resultats = degrade.chercher(Requete("magazinier"), JOUR)
    assert resultats.degrade
    assert resultats.total > 0


def test_un_catalogue_vide_se_cherche(moteur: Moteur, encodeur: Encodeur) -> None:
    from catalogue.depot import LignesImage

    vide = construire(LignesImage([], [], [], [], []), moteur.referentiel, encodeur)
    seul = Moteur(vide, moteur.referentiel, IndexMetiers.construire([], encodeur), encodeur)
    resultats = seul.chercher(Requete("cuisine"), JOUR)
    assert resultats.total == 0
    assert not resultats.degrade


async def test_un_changement_se_voit_sans_redemarrer(base: Bassin, encodeur: Encodeur) -> None:
    async with CatalogueVivant.ouvrir(base, encodeur) as vivant:
        assert len(vivant.moteur.image) == 0
        await asyncio.wait_for(vivant.change.wait(), 5)
        vivant.change.clear()
        async with transaction(base) as connexion:
            await connexion.execute(
                "INSERT INTO offre (identifiant, source, source_id, type_offre, titre, presence, details, etat, empreinte) "
                "VALUES ('aaaaaaaaaaaa', 's', '1', 'appui', 'Aide', 'sur_place', '{}', 'publiee', '')"
            )
            await notifier(connexion, "catalogue")
        await asyncio.wait_for(vivant.change.wait(), 5)
        assert vivant.moteur.image.identifiants == ("aaaaaaaaaaaa",)
