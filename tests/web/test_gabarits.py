"""Every page, rendered with realistic data and inspected as the browser and an assistive tool would read it."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest
from lxml import html

from catalogue.domaine import (
    Apport,
    Commune,
    Condition,
    Contact,
    DetailsAppui,
    DetailsFormation,
    Dispositif,
    EtatOffre,
    EtatSession,
    Frein,
    Jour,
    Lieu,
    Offre,
    Operateur,
    OrigineCondition,
    Periode,
    Presence,
    Session,
    Structure,
    TypeApport,
    TypeCondition,
    TypeOffre,
    TypeStructure,
    creneaux,
)
from comptes.domaine import Acteur, Role
from parcours.domaine import Allocataire, MoyenTransport, Orientation
from web.carte import dessiner
from web.pages.accueil import Chiffre, CompteType, PageAccueil
from web.pages.cartes import CarteOffre, GroupeCartes
from web.pages.commun import Conseil, ErreurChamp, Lien, LienPage, Onglet, Page, PageErreur, Pagination
from web.pages.offres import FacetteOffres, FiltreActif, MetierCompris, MotCorrige, PageOffre, PageOffres, SaisieRecherche, ValeurFacette
from web.pages.personnes import LignePersonne, PagePersonne, PagePersonnes
from web.profil import faits_personne, situation
from web.rendu import page
from web.visiteur import Visiteur

JOUR = date(2026, 12, 7)
COMMUNES = (
    Commune("94028", "Créteil", latitude=48.7837, longitude=2.4546),
    Commune("94081", "Vitry-sur-Seine", latitude=48.7882, longitude=2.3941),
    Commune("94017", "Champigny-sur-Marne", latitude=48.8172, longitude=2.5170),
    Commune("94001", "Ablon-sur-Seine", latitude=48.7238, longitude=2.4211),
    Commune("94048", "Marolles-en-Brie", latitude=48.7394, longitude=2.5549),
)
NOMS_COMMUNES = {c.code_insee: c.nom for c in COMMUNES}
METIERS = {"K1304": "Aide à domicile", "K2204": "Agent / Agente de propreté de locaux"}

FORMATION = CarteOffre(
    identifiant="f7k2",
    type_offre=TypeOffre.FORMATION,
    titre="Titre professionnel Agent de propreté et d'hygiène: entrée en janvier",
    structure="Les Ateliers du Pont",
    commune="Créteil",
    distance_km=2.6,
    prochaine_session=date(2026, 12, 8),
    nb_sessions=3,
    places_libres=4,
    places_reservees=2,
    date_limite=date(2026, 12, 10),
    reserve_rsa=True,
    heures_hebdo=Decimal("17.5"),
    horaires="le matin",
    cout=Decimal(0),
    metier_principal="Agent / Agente de propreté de locaux",
    verifie_le=date(2026, 12, 4),
    extrait="Apprendre le bionettoyage et l’entretien des bureaux, avec deux semaines en entreprise et un accompagnement vers l’emploi.",
)
APPUI = CarteOffre(
    "a1b3",
    TypeOffre.APPUI,
    "Une place en crèche pendant les démarches",
    structure="Maison des familles des Bords de Marne",
    permanente=True,
    places_libres=0,
    etat=EtatOffre.SUSPENDUE,
)
CONVENTION = CarteOffre(
    "c9d4", TypeOffre.CONVENTION, "Convention propreté 2027", structure="Groupe Clairval", commune="Vitry-sur-Seine", distance_km=0.0
)
PROPOSEE = replace(
    FORMATION,
    identifiant="p5q6",
    raisons=(
        "Elle souhaite travailler dans la propreté.",
        "À 3 km de chez elle, 20 min en bus.",
        "Les cours ont lieu le matin, quand elle est libre.",
    ),
    a_verifier=("Son niveau de français n'est pas connu: l'offre demande A2.",),
    href="/offres/p5q6?pour=k3",
)
PRESQUE = replace(
    APPUI,
    identifiant="r7s8",
    etat=EtatOffre.PUBLIEE,
    manque="Il faut le permis B.",
    leviers=(Lien("Aide au permis : entrée à tout moment", "/offres/permis"),),
)
FERMEE = replace(CONVENTION, identifiant="t9u1", hors_de_portee=("Réservée aux moins de 26 ans.", "Il faut habiter Vitry-sur-Seine."))

PAGINATION = Pagination(
    (LienPage(1, "/offres?q=ménage"), LienPage(2, "/offres?q=ménage&page=2", True), LienPage(None, None), LienPage(9, "/offres?q=ménage&page=9")),
    "/offres?q=ménage",
    "/offres?q=ménage&page=3",
)
FACETTES = (
    FacetteOffres("type", "Type d’offre", tuple(ValeurFacette(t, t.value.capitalize(), 40 - 4 * i, i == 2, t) for i, t in enumerate(TypeOffre))),
    FacetteOffres("metier", "Métier", tuple(ValeurFacette(f"K130{i}", f"Métier numéro {i}", 20 - i, i == 9) for i in range(10))),
    FacetteOffres("frein", "Frein levé", (ValeurFacette("mobilite", "Mobilité", 1), ValeurFacette("langue", "Français", 7))),
    FacetteOffres("presence", "Présence", ()),
)
OFFRES = PageOffres(
    aujourdhui=JOUR,
    donnees_fictives=True,
    saisie=SaisieRecherche(q="menage le matin", commune="Créteil", rayon="8", places=True),
    communes=tuple(NOMS_COMMUNES.values()),
    total=1284,
    cartes=(FORMATION, APPUI, CONVENTION),
    filtres=(FiltreActif("Créteil, 8 km autour", "/offres?q=menage"), FiltreActif("Le matin", "/offres?q=menage&sans=creneaux")),
    metiers=(MetierCompris("Agent / Agente de propreté de locaux", "/offres?q=menage&sans_metier=K2204"),),
    mots_corriges=(MotCorrige("menaje", "ménage"),),
    facettes=FACETTES,
    pagination=PAGINATION,
    caches=(("sans_metier", "K1304"),),
)
VIDE = replace(
    OFFRES,
    saisie=SaisieRecherche(q="soudeur", commune="Crétail", du="2027-13-01"),
    total=0,
    cartes=(),
    facettes=(),
    filtres=(),
    metiers=(),
    mots_corriges=(),
    pagination=Pagination(),
    degrade=True,
    erreurs=(
        ErreurChamp("commune", "Aucune commune ne s'appelle « Crétail » : choisissez-la dans la liste."),
        ErreurChamp("du", "Cette date n’existe pas."),
    ),
    conseils=(Conseil("Chercher dans toutes les communes", "/offres?q=soudeur"), Conseil("Essayer un mot plus général")),
)
FICHE = Offre(
    "import",
    "42",
    TypeOffre.FORMATION,
    "Agent de propreté: titre professionnel",
    DetailsFormation(rncp="38565", niveau_sortie=3, duree_heures=420, financeur="Région", remuneree=True, dispositif=Dispositif.QUALIFIANTE),
    description="Un métier qui recrute.\n\nAu programme :\n- le bionettoyage\n- <script>alert(1)</script>\n\nDeux semaines en entreprise.",
    metiers=("K2204", "K9999"),
    conditions=(
        Condition(TypeCondition.RSA, Operateur.EGAL, ("oui",), origine=OrigineCondition.LOI),
        Condition(TypeCondition.FRANCAIS, Operateur.AU_MOINS, ("A2",), ferme=False),
        Condition(TypeCondition.ZONE, Operateur.DANS, ("94028", "94081")),
    ),
    apports=(
        Apport(TypeApport.CERTIFICATION, "Titre professionnel de niveau 3", "38565"),
        Apport(TypeApport.ENTRETIEN, "Un entretien avec trois employeurs"),
    ),
    publics=("jeunes", "beneficiaires-des-minimas-sociaux"),
    reserve_rsa=True,
    sessions=(
        Session(
            "1",
            date(2026, 12, 8),
            date(2027, 2, 12),
            time(9, 30),
            time(12),
            date(2026, 12, 7),
            places=12,
            places_reservees=4,
            places_tenues=3,
            places_prises=7,
        ),
        Session("2", date(2027, 3, 1), None, None, None, None, places=None, horaires="en journée"),
        Session("3", date(2027, 5, 3), date(2027, 5, 7), etat=EtatSession.ANNULEE),
    ),
    date_limite=date(2026, 12, 10),
    lieu=Lieu("94028", "CRETEIL", "94000", "8 rue des Écoles"),
    heures_hebdo=Decimal(35),
    contact=Contact("Mme Nadia Exemple", "0143000000", "contact@ateliers.example", "www.ateliers.example/titre"),
    modalites="Envoyer une fiche de prescription, puis venir à l'information collective.",
    cout=Decimal(0),
    publie_le=date(2026, 11, 2),
    verifie_le=date(2026, 12, 6),
)
STRUCTURE = Structure("import", "s1", "Les Ateliers du Pont", type_structure=TypeStructure.ORGANISME_FORMATION)
OFFRE = PageOffre(
    aujourdhui=JOUR,
    identifiant="f7k2",
    offre=FICHE,
    structure=STRUCTURE,
    source="Carif-Oref (LHEO)",
    metiers=METIERS,
    communes=NOMS_COMMUNES,
    distance_km=2.6,
    carte=dessiner(COMMUNES, "94028"),
    similaires=(APPUI, CONVENTION),
    retour=Lien("Revenir à la recherche", "/offres?q=menage"),
)
OFFRE_NUE = replace(
    OFFRE,
    offre=Offre("saisie", "7", TypeOffre.APPUI, "Aide au permis", DetailsAppui((Frein.MOBILITE,), Decimal("1200")), presence=Presence.A_DISTANCE),
    structure=None,
    carte=None,
    distance_km=None,
    similaires=(),
    retour=None,
)
PERSONNE_CONNUE = Allocataire(
    "k3",
    "Aminata",
    "D.",
    "demo",
    "1",
    commune="94028",
    orientation=Orientation.RUS_PROCHE,
    annee_naissance=1991,
    entree_rsa=date(2025, 6, 1),
    metiers=("K2204",),
    rayon_km=8,
    moyen_transport=MoyenTransport.TRANSPORTS,
    permis=(),
    disponibilites=creneaux(tuple(Jour)[:5], (Periode.MATIN,)),
    freins=(Frein.GARDE_ENFANTS,),
)
ONGLETS = (
    Onglet("Pour cette personne", "/personnes/k3", 42, True),
    Onglet("Presque éligibles", "/personnes/k3?liste=presque", 1),
    Onglet("Toutes", "/personnes/k3?liste=toutes", None),
)
PERSONNE = PagePersonne(
    aujourdhui=JOUR,
    identifiant="k3",
    nom="Aminata D.",
    situation=situation(PERSONNE_CONNUE),
    projet="je cherche menage le matin pas trop loin des enfants",
    faits=faits_personne(PERSONNE_CONNUE, NOMS_COMMUNES, METIERS, JOUR),
    onglets=ONGLETS,
    total=42,
    groupes=(GroupeCartes(None, (PROPOSEE, PRESQUE, FERMEE), 42),),
    facettes=FACETTES[:1],
    filtres=(FiltreActif("Formations", "/personnes/k3"),),
    href_effacer="/personnes/k3",
    bascule=Lien("Regrouper par type", "/personnes/k3?groupe=type"),
)
GROUPEE = replace(
    PERSONNE,
    groupes=(
        GroupeCartes(TypeOffre.FORMATION, (PROPOSEE,), 12, "/personnes/k3?type=formation"),
        GroupeCartes(TypeOffre.APPUI, (PRESQUE,), 1),
    ),
)
SANS_OFFRE = replace(
    PERSONNE, total=0, groupes=(), projet="", degrade=True, conseils=(Conseil("Voir les offres presque éligibles", "/personnes/k3?liste=presque"),)
)
PERSONNES = PagePersonnes(
    aujourdhui=JOUR,
    total=2,
    personnes=(
        LignePersonne(
            "k3",
            "Aminata D.",
            "Créteil",
            "Proche de l’emploi",
            "je cherche menage le matin",
            ("Agent / Agente de propreté de locaux",),
            ("Garde d’enfants",),
        ),
        LignePersonne("m4", "Karim B.", None, "Orientation à préciser", ""),
    ),
)
ACCUEIL = PageAccueil(
    aujourdhui=JOUR,
    donnees_fictives=True,
    chiffres=(Chiffre(512, "offres ouvertes", "/offres"), Chiffre(1830, "places libres", "/offres?places=1")),
    types=tuple(CompteType(t, 60 - i, f"/offres?type={t}") for i, t in enumerate(TypeOffre)),
    exemples=(Lien("ménage le matin à Créteil", "/offres?q=ménage le matin à Créteil"),),
    communes=("Créteil",),
)
ERREUR = PageErreur(
    aujourdhui=JOUR,
    statut=404,
    titre="Cette offre n'existe pas",
    message="Elle a peut-être été retirée.",
)

PAGES: dict[str, tuple[str, Page]] = {
    "offres": ("offres", OFFRES),
    "offres-vide": ("offres", VIDE),
    "offre": ("offre", OFFRE),
    "offre-nue": ("offre", OFFRE_NUE),
    "personne": ("personne", PERSONNE),
    "personne-groupee": ("personne", GROUPEE),
    "personne-sans-offre": ("personne", SANS_OFFRE),
    "personnes": ("personnes", PERSONNES),
    "personnes-vide": ("personnes", replace(PERSONNES, total=0, personnes=(), q="Zoé <b>")),
    "accueil": ("accueil", ACCUEIL),
    "erreur": ("erreur", ERREUR),
}

NOMMES = "@aria-label or @aria-labelledby or normalize-space(.) or .//title"


@pytest.fixture(params=PAGES)
def arbre(request: pytest.FixtureRequest) -> html.HtmlElement:
    gabarit, donnees = PAGES[request.param]
    return html.document_fromstring(page(gabarit, donnees, visiteur=CONSEILLER))


CONSEILLER = Visiteur.de(Acteur(1, "0123456789ab", Role.CIP, "Camille Aubrac", 1))


def lire(nom: str) -> html.HtmlElement:
    gabarit, donnees = PAGES[nom]
    return html.document_fromstring(page(gabarit, donnees, visiteur=CONSEILLER))


def texte(element: html.HtmlElement) -> str:
    """Text as it is read: blocks apart, every kind of blank made one space."""
    return " ".join(" ".join(element.itertext()).split())


def test_langue_titre_et_un_seul_titre_principal(arbre: html.HtmlElement) -> None:
    assert arbre.get("lang") == "fr"
    assert len(arbre.xpath("//h1")) == 1
    assert texte(arbre.xpath("//h1")[0])
    assert texte(arbre.find(".//title")).endswith("Boîte à parcours") or "Boîte à parcours –" in texte(arbre.find(".//title"))


def test_niveaux_de_titres_sans_saut(arbre: html.HtmlElement) -> None:
    # The filters and the error summary come before the h1 in the reading order.
    niveaux = [int(t.tag[1]) for t in arbre.xpath("//main//h1 | //main//h2 | //main//h3 | //main//h4")]
    depuis_h1 = niveaux[niveaux.index(1) :]
    assert all(suivant - courant <= 1 for courant, suivant in itertools.pairwise(depuis_h1))


def test_reperes_et_liens_d_evitement(arbre: html.HtmlElement) -> None:
    assert [len(arbre.xpath(f"//{balise}")) for balise in ("main", "body/header", "body/footer")] == [1, 1, 1]
    cibles = [lien.get("href")[1:] for lien in arbre.xpath("//nav[@class='evitement']//a")]
    assert {"contenu", "menu"} <= set(cibles)
    assert all(arbre.xpath("//*[@id=$cible]", cible=cible) for cible in cibles)


def test_rien_d_ecrit_en_ligne(arbre: html.HtmlElement) -> None:
    assert not arbre.xpath("//@style | //style | //@*[starts-with(name(), 'on')] | //a[starts-with(@href, 'javascript:')]")
    assert not arbre.xpath("//script[not(@src)] | //@*[starts-with(., 'js:')] | //@*[name() = 'hx-on' or starts-with(name(), 'hx-on:')]")


def test_identifiants_uniques_et_references_tenues(arbre: html.HtmlElement) -> None:
    identifiants = arbre.xpath("//@id")
    assert [i for i, n in Counter(identifiants).items() if n > 1] == []
    references = [r for valeur in arbre.xpath("//@aria-labelledby | //@aria-describedby | //label/@for | //@form | //@list") for r in valeur.split()]
    assert set(references) <= set(identifiants)
    ancres = {a[1:] for a in arbre.xpath("//main//a/@href") if a.startswith("#")}
    assert ancres <= set(identifiants)


def test_champs_nommes_et_liens_parlants(arbre: html.HtmlElement) -> None:
    for champ in arbre.xpath("//input[not(@type='hidden')] | //select"):
        assert arbre.xpath("//label[@for=$id]", id=champ.get("id")) or champ.xpath("ancestor::label"), champ.get("id")
    assert all(texte(e) for e in arbre.xpath("//a | //button | //label | //legend | //summary | //th | //h1 | //h2 | //h3"))
    assert not arbre.xpath(f"//nav[not({NOMMES})] | //section[not(@aria-label or @aria-labelledby)] | //aside[not(@aria-label)]")


def test_dessins_caches_ou_nommes(arbre: html.HtmlElement) -> None:
    assert not arbre.xpath("//*[local-name()='svg'][not(@aria-hidden='true') and not(@role='img' and @aria-labelledby)] | //img[not(@alt)]")


def test_tableaux_avec_legende_et_entetes(arbre: html.HtmlElement) -> None:
    for tableau in arbre.xpath("//table"):
        assert tableau.xpath("caption")
        assert not tableau.xpath(".//th[not(@scope)]")


def test_menu_dit_ou_l_on_est() -> None:
    courants = {nom: [texte(a) for a in lire(nom).xpath("//nav[@id='menu']//a[@aria-current='page']")] for nom in PAGES}
    assert courants["accueil"] == []
    assert courants["offres"] == courants["offre"] == ["Offres"]
    assert courants["personne"] == ["Portefeuille"]
    assert courants["erreur"] == []


def test_donnees_fictives_dites_seulement_quand_elles_le_sont() -> None:
    assert "Données fictives" in texte(lire("offres"))
    assert "Données fictives" not in texte(lire("offre"))


def test_offres_compte_dans_le_titre_et_la_page() -> None:
    arbre = lire("offres")
    assert texte(arbre.find(".//title")).startswith("1 284 offres pour « menage le matin »")
    assert texte(arbre.xpath("//h1")[0]) == "1 284 offres pour « menage le matin »"
    assert texte(arbre.xpath("//*[@id='resultats']")[0]).count("Agent de propreté et d’hygiène : entrée en janvier") == 1
    assert arbre.xpath("//p[@id='annonce' and @aria-live='polite' and not(ancestor::*[@id='resultats'])]")
    assert " ".join(arbre.xpath("//*[@id='resultats']/@data-annonce")[0].split()) == "1 284 offres"


def test_offres_rend_la_saisie_et_garde_ce_qui_n_a_pas_de_champ() -> None:
    formulaire = {c.get("name"): c.get("value") for c in lire("offres").xpath("//input[not(@type='checkbox')]")}
    assert formulaire == {"q": "menage le matin", "commune": "Créteil", "du": "", "au": "", "sans_metier": "K1304"}
    assert lire("offres").xpath("//select[@id='rayon']/option[@selected]/@value") == ["8"]
    assert sorted(lire("offres").xpath("//input[@type='checkbox' and @checked]/@id")) == ["f-metier-K1309", "f-type-formation", "places"]


def test_offres_facettes_presentes_seulement_et_cochees_visibles() -> None:
    arbre = lire("offres")
    legendes = [texte(x) for x in arbre.xpath("//legend")]
    assert legendes == ["Seulement", "Type d’offre", "Dates", "Métier", "Frein levé"]
    repliees = arbre.xpath("//details[@id='plus-metier']//input/@value")
    assert repliees == ["K1306", "K1307", "K1308"]


def test_offres_carte_dit_tout_en_mots() -> None:
    carte = texte(lire("offres").xpath("//article")[0])
    for mots in (
        "Formation Réservée aux allocataires du RSA",
        "Lieu : Créteil, à 3 km",
        "Date : Demain et 2 autres dates",
        "Places : 4 places, dont 2 réservées au RSA",
        "Horaires : 17 h 30 par semaine, le matin",
        "Coût : Gratuit",
        "S’inscrire jusqu’au jeudi 10 décembre",
        "Vérifiée il y a 3 jours",
    ):
        assert mots in carte


def test_offres_inconnu_reste_inconnu() -> None:
    appui, convention = (texte(c) for c in lire("offres").xpath("//article")[1:])
    assert "Suspendue" in appui
    assert "Lieu à préciser" in appui
    assert "Entrée à tout moment" in appui
    assert "Complet" in appui
    assert "Date de vérification inconnue" in appui
    assert "Coût" not in convention
    assert "place" not in convention


def test_offres_reserve_plus_que_le_reste() -> None:
    donnees = replace(OFFRES, cartes=(replace(FORMATION, places_libres=1),))
    assert "1 place, en priorité pour le RSA" in texte(html.fromstring(page("offres", donnees)).xpath("//article")[0])


def test_offres_vide_dit_pourquoi_et_quoi_changer() -> None:
    arbre = lire("offres-vide")
    assert texte(arbre.find(".//title")).startswith("Erreur : Aucune offre pour « soudeur »")
    erreurs = arbre.xpath("//*[@id='erreurs' and @tabindex='-1']//a")
    assert [(a.get("href"), texte(a)) for a in erreurs] == [
        ("#commune", "Aucune commune ne s’appelle « Crétail » : choisissez-la dans la liste."),
        ("#du", "Cette date n’existe pas."),
    ]
    for champ, message in (("commune", "Aucune commune ne s’appelle « Crétail »"), ("du", "Cette date n’existe pas.")):
        saisi = arbre.xpath("//input[@id=$c and @aria-invalid='true']", c=champ)[0]
        assert message in texte(arbre.xpath("//*[@id=$i]", i=saisi.get("aria-describedby"))[0])
    assert arbre.xpath("//input[@id='commune']/@value") == ["Crétail"]
    assert arbre.xpath("//details[@id='filtres']/@open")
    assert arbre.xpath("//a[@href='/offres?q=soudeur']")
    assert "La recherche par le sens est momentanément arrêtée" in texte(arbre)


def test_offres_page_au_dela_de_la_derniere() -> None:
    arbre = html.document_fromstring(page("offres", replace(OFFRES, cartes=())))
    assert arbre.xpath("//div[@class='vide']//a/@href") == ["/offres?q=ménage"]


def test_offre_dit_ce_qu_il_faut_ce_qu_elle_apporte_et_quand() -> None:
    contenu = texte(lire("offre").xpath("//main")[0])
    for mots in (
        "Être allocataire du RSA (prévu par la loi)",
        "Parler français, au moins au niveau A2 (souhaité)",
        "Habiter Créteil ou Vitry-sur-Seine",
        "Une certification : Titre professionnel de niveau 3",
        "Du 8 décembre au 12 février 2027 9 h 30 – 12 h 2 places 4 sur 12 pour le RSA lundi 7 décembre",
        "Du 3 au 7 mai 2027 à préciser annulée",
        "Durée 420 heures",
        "RNCP 38565",
        "01 43 00 00 00",
        "94000 Créteil",
        "Vérifiée hier",
        "Quand Demain, 9 h 30 et 1 autre date",
        "Publics : Jeunes, Bénéficiaires de minima sociaux",
    ):
        assert mots in contenu


def test_offre_liens_de_contact_et_texte_inoffensif() -> None:
    arbre = lire("offre")
    assert {"tel:0143000000", "mailto:contact@ateliers.example", "https://www.ateliers.example/titre"} <= set(arbre.xpath("//aside//a/@href"))
    assert "<script>alert(1)</script>" in texte(arbre.xpath("//main")[0])
    piege = replace(OFFRE, offre=replace(FICHE, contact=Contact(lien="javascript:alert(1)")))
    assert not html.fromstring(page("offre", piege)).xpath("//a[contains(@href, 'alert')]")


def test_offre_nue_ne_cache_rien_de_ce_qui_manque() -> None:
    contenu = texte(lire("offre-nue").xpath("//main")[0])
    for mots in (
        "La structure n’a pas encore décrit cette offre",
        "Aucune condition n’est indiquée",
        "Places à préciser",
        "Pas de date limite connue",
        "auprès de la structure",
        "À distance",
        "1 200 €",
    ):
        assert mots in contenu


def test_personne_banniere_raisons_et_points_a_verifier() -> None:
    arbre = lire("personne")
    assert texte(arbre.find(".//title")).startswith("42 offres pour Aminata D.")
    contenu = texte(arbre.xpath("//main")[0])
    for mots in (
        "Offres pour Aminata D.",
        "Français à préciser",
        "Permis Aucun",
        "Véhicule à préciser",
        "Disponible Du lundi au vendredi matin",
        "Pourquoi cette offre Elle souhaite travailler dans la propreté.",
        "À vérifier ensemble Son niveau de français n’est pas connu : l’offre demande A2.",
        "Ce qui manque Il faut le permis B. Ce qui peut le lever Aide au permis : entrée à tout moment",
        "Réservée aux moins de 26 ans.",
    ):
        assert mots in contenu
    assert "%" not in contenu
    assert [texte(a) for a in arbre.xpath("//nav[@class='onglets']//a[@aria-current='page']")] == ["Pour cette personne 42 offres"]
    assert arbre.xpath("//article//h3/a/@href")[0] == "/offres/p5q6?pour=k3"


def test_personne_groupee_par_type_et_liste_vide() -> None:
    groupes = [texte(t) for t in lire("personne-groupee").xpath("//section[@class='groupe']/h3")]
    assert groupes == ["Formations 12", "Appuis 1"]
    suites = [(texte(a), a.get("href")) for a in lire("personne-groupee").xpath("//p[@class='groupe-suite']/a")]
    assert suites == [("Voir les 12 offres de ce type", "/personnes/k3?type=formation")]
    assert lire("personne-sans-offre").xpath("//a[@href='/personnes/k3?liste=presque' and contains(., 'presque')]")


def test_personnes_liste_et_recherche_sans_reponse() -> None:
    assert lire("personnes").xpath("//h2/a/@href") == ["/personnes/k3", "/personnes/m4"]
    assert "Personne ne correspond à « Zoé <b> »" in texte(lire("personnes-vide"))


def test_pages_d_une_liste() -> None:
    nav = lire("offres").xpath("//nav[@aria-label='Pages']")[0]
    assert [texte(a) for a in nav.xpath(".//a")] == ["Précédente", "Page 1", "Page 2", "Page 9", "Suivante"]
    assert nav.xpath(".//a[@aria-current='page']/@href") == ["/offres?q=ménage&page=2"]


def test_accueil_chaque_chiffre_ouvre_sa_liste() -> None:
    arbre = lire("accueil")
    assert [(texte(a), a.get("href")) for a in arbre.xpath("//ul[@class='chiffres']//a")] == [
        ("512 offres ouvertes", "/offres"),
        ("1 830 places libres", "/offres?places=1"),
    ]
    assert len(arbre.xpath("//h3/a")) == len(TypeOffre)


def test_erreur_dit_quoi_faire() -> None:
    arbre = lire("erreur")
    assert texte(arbre.find(".//title")).startswith("Erreur : Cette offre n’existe pas")
    assert arbre.xpath("//main//a[@href='/ma-journee']")
