"""The whole table of routes, read again at each change: who is let in where; then a browser of each role knocks on every door.

A route that is added is added here, with the roles it lets in on what is theirs (``tous``: whoever has entered; ``public``: anybody).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from comptes.domaine import Role
from tests.conftest import autre_client
from web.securite import PUBLICS, public

TABLE = """
GET  /                                                   tous
POST /personnes/{identifiant}/offres/{offre}/avis        cip
GET  /clauses                                            cre manager
GET  /clauses/nouvelle                                   cre
POST /clauses/nouvelle                                   cre
GET  /clauses/importer                                   cre
POST /clauses/importer                                   cre
POST /clauses/importer/confirmer                         cre
GET  /clauses/modele.xlsx                                cre
GET  /clauses/{identifiant}                              cre manager
GET  /clauses/{identifiant}/nouveau-lot                  cre
POST /clauses/{identifiant}/nouveau-lot                  cre
GET  /clauses/{identifiant}/{lot}                        cre manager
GET  /clauses/{identifiant}/{lot}/modifier               cre
POST /clauses/{identifiant}/{lot}/modifier               cre
GET  /clauses/{identifiant}/{lot}/attestation            cre manager
GET  /clauses/{identifiant}/{lot}/classeur.xlsx          cre
POST /clauses/{identifiant}/{lot}/heures                 cre
POST /clauses/{identifiant}/{lot}/postes                 cre
POST /clauses/{identifiant}/{lot}/postes/{poste}         cre
POST /clauses/{identifiant}/{lot}/personnes              cre
POST /clauses/{identifiant}/{lot}/personnes/{personne}   cre
GET  /compte                                             tous
POST /compte/mot-de-passe                                tous
POST /compte/courriel                                    allocataire
POST /compte/deconnecter-partout                         tous
GET  /compte/double-authentification                     tous
POST /compte/double-authentification                     tous
POST /compte/double-authentification/retirer             tous
GET  /comptes                                            admin
POST /comptes                                            admin
POST /comptes/{identifiant}/fermer                       admin
POST /comptes/{identifiant}/rouvrir                      admin
POST /comptes/{identifiant}/inviter                      admin
POST /comptes/{identifiant}/retirer-double-authentification admin
GET  /conventions                                        cre employeur manager
GET  /conventions/classeur.xlsx                          cre manager
GET  /conventions/nouvelle                               cre
POST /conventions/nouvelle                               cre
GET  /conventions/{identifiant}                          cre employeur manager
GET  /conventions/{identifiant}/bilan                    cre employeur manager
GET  /conventions/{identifiant}/modifier                 cre
POST /conventions/{identifiant}/modifier                 cre
POST /conventions/{identifiant}/offres                   cre
POST /conventions/{identifiant}/offres/{offre}/retirer   cre
POST /conventions/{identifiant}/embauches                cre
POST /conventions/{identifiant}/embauches/{declaration}/retirer cre
POST /conventions/{identifiant}/etat                     cre
GET  /connexion                                          public
POST /connexion                                          public
POST /connexion/demonstration                            public
POST /deconnexion                                        public
GET  /connexion/oubli                                    public
POST /connexion/oubli                                    public
GET  /connexion/lien                                     public
POST /connexion/lien                                     public
GET  /connexion/lien/{jeton}                             public
POST /connexion/lien/{jeton}                             public
GET  /connexion/code-personnel                           public
POST /connexion/code-personnel                           public
GET  /connexion/invitation/{jeton}                       public
POST /connexion/invitation/{jeton}                       public
GET  /connexion/nouveau-mot-de-passe/{jeton}             public
POST /connexion/nouveau-mot-de-passe/{jeton}             public
GET  /connexion/code                                     public
POST /connexion/code                                     public
GET  /connexion/avec/{fournisseur}                       public
GET  /connexion/avec/{fournisseur}/retour                public
GET  /mon-espace/consultations                           allocataire
GET  /personnes/{identifiant}/consultations              cip
GET  /personnes/{identifiant}/code                       cip
POST /personnes/{identifiant}/code                       cip
GET  /personnes/{identifiant}/dossier                    cip
POST /personnes/{identifiant}/notes                      cip
POST /personnes/{identifiant}/notes/{note}/supprimer     cip
GET  /mon-espace                                         allocataire
GET  /mon-espace/offres                                  allocataire
GET  /mon-espace/offres/{identifiant}                    allocataire
POST /mon-espace/offres/{identifiant}/interet            allocataire
GET  /mon-espace/parcours                                allocataire
POST /mon-espace/parcours/{identifiant}/reponse          allocataire
GET  /mon-espace/parcours/{identifiant}/rendez-vous.ics  allocataire
GET  /offres/{identifiant}/personnes                     cip cre
POST /offres/{identifiant}/personnes                     cre
GET  /ma-journee                                         cip
GET  /offres/{identifiant}                               tous
GET  /offres                                             tous
GET  /personnes                                          cip cre
GET  /pilotage                                           manager
GET  /pilotage/classeur.xlsx                             manager
GET  /portefeuille                                       cip
GET  /portefeuille/export                                cip
POST /portefeuille/affecter                              cip
GET  /personnes/{identifiant}                            cip cre
GET  /prescriptions/{identifiant}                        cip
POST /prescriptions/{identifiant}                        cip
POST /prescriptions/{identifiant}/lien                   cip
POST /prescriptions/{identifiant}/liens/couper           cip
POST /prescriptions/{identifiant}/suite                  cip
GET  /prescrire                                          cip
POST /prescrire                                          cip
GET  /personnes/{identifiant}/profil                     cip
POST /personnes/{identifiant}/profil/{cle}               cip
GET  /mes-offres                                         cre employeur
GET  /mes-offres/nouvelle                                cre employeur
GET  /mes-offres/{identifiant}                           cre employeur
POST /mes-offres/{identifiant}                           cre employeur
POST /mes-offres/{identifiant}/suggestions               cre employeur
GET  /mes-offres/{identifiant}/apercu                    cre employeur
POST /mes-offres/{identifiant}/publier                   cre employeur
POST /mes-offres/{identifiant}/dupliquer                 cre employeur
POST /mes-offres/{identifiant}/confirmer                 cre employeur
POST /mes-offres/{identifiant}/fermer                    cre employeur
GET  /filieres                                           cre manager admin
GET  /filieres/nouvelle                                  cre admin
POST /filieres/nouvelle                                  cre admin
GET  /filieres/{filiere}                                 tous
GET  /filieres/{filiere}/modifier                        cre admin
POST /filieres/{filiere}/modifier                        cre admin
GET  /filieres/{filiere}/calendrier                      tous
GET  /filieres/{filiere}/calendrier.ics                  tous
GET  /filieres/{filiere}/chiffres                        cre manager
GET  /a-valider                                          cre
GET  /a-valider/{identifiant}                            cre
POST /a-valider/{identifiant}                            cre
POST /a-valider/structures/{identifiant}                 cre
GET  /mes-propositions                                   employeur
GET  /relations                                          cre
GET  /structures                                         cre
GET  /structures/{identifiant}                           cre
POST /structures/{identifiant}/echanges                  cre
POST /structures/{identifiant}/echanges/{echange}/retirer cre
POST /structures/{identifiant}/actions                   cre
POST /structures/{identifiant}/actions/{action}          cre
POST /structures/{identifiant}/contacts                  cre
GET  /structures/{identifiant}/contacts/{contact}        cre
POST /structures/{identifiant}/contacts/{contact}        cre
GET  /mes-propositions/{offre}/{session:path}            cip employeur
POST /mes-propositions/{offre}/{session:path}            cip employeur
GET  /mes-propositions/{offre}/{session:path}/feuille    cip employeur
GET  /mes-propositions/{offre}/{session:path}/export.xlsx cip employeur
GET  /rapprochements                                     cip admin
POST /rapprochements/{identifiant}                       cip admin
GET  /repondre/{jeton}                                   public
POST /repondre/{jeton}                                   public
GET  /repondre/{jeton}/feuille                           public
GET  /sante                                              public
"""
ACCES = {(m, chemin): qui.split() for m, chemin, qui in (ligne.split(maxsplit=2) for ligne in TABLE.strip().splitlines())}
# Answers that depend on an object of another journey, knocked on by the tests of that journey.
SANS_OBJET_ICI = re.compile(
    r"^/(prescriptions|prescrire|rapprochements/|mon-espace/parcours/|comptes/|clauses/\{|conventions/\{|mes-offres/|mes-propositions/|a-valider/)|/notes/|/profil/|/(echanges|actions|contacts)/\{"
)
# What the addresses of a journey are about, when it is not a person.
OBJETS = {"/offres": "offre", "/mon-espace/offres": "offre", "/structures": "structure"}
DEHORS = {403, 404}
FILIERE = "plateforme-des-metiers-de-l-autonomie"
ROLES = [role.value for role in Role]


def feuilles(routes: Iterable[Any]) -> Iterator[Any]:
    for route in routes:
        inclus = getattr(route, "original_router", None)
        yield from feuilles(inclus.routes) if inclus is not None else (route,)


def toutes(application: FastAPI) -> list[tuple[str, str]]:
    return [(m, r.path) for r in feuilles(application.routes) for m in sorted(getattr(r, "methods", None) or ()) if m != "HEAD"]


@pytest.fixture(scope="module")
def ids(client_de: Callable[[str], TestClient]) -> dict[str, str]:
    """A person of the counsellor's structure, one of another, nobody, an offer, a structure."""

    def premier(qui: str, page: str) -> str:
        trouve = re.search(rf'href="{page}/([0-9a-z]{{12}})["?]', client_de(qui).get(page).text)
        assert trouve is not None
        return trouve[1]

    return {
        "ici": premier("cip", "/personnes"),
        "ailleurs": premier("cip-quai", "/personnes"),
        "personne": "0123456789ab",
        "offre": premier("cip", "/offres"),
        "structure": premier("cre", "/structures"),
    }


def adresse(chemin: str, ids: dict[str, str], qui: str = "ici") -> str:
    objet = next((ids[genre] for debut, genre in OBJETS.items() if chemin.startswith(debut)), ids[qui])
    return re.sub(r"\{\w+(:path)?\}", "0" * 12, chemin.replace("{identifiant}", objet).replace("{offre}", ids["offre"]).replace("{filiere}", FILIERE))


def test_la_table_des_routes_est_relue(client: TestClient) -> None:
    application = client.app
    assert isinstance(application, FastAPI)
    routes = toutes(application)
    assert sorted(routes) == sorted(ACCES)
    assert len(routes) == len(set(routes))


def test_ce_qui_est_public_est_une_liste_relue() -> None:
    assert PUBLICS == ("/connexion", "/connexion/", "/deconnexion", "/repondre/", "/sante", "/static/")
    assert {chemin for (_, chemin), qui in ACCES.items() if public(chemin)} == {chemin for (_, chemin), qui in ACCES.items() if qui == ["public"]}


@pytest.mark.parametrize(("methode", "chemin"), sorted(ACCES))
def test_sans_entrer_on_ne_voit_que_ce_qui_est_public(anonyme: TestClient, ids: dict[str, str], methode: str, chemin: str) -> None:
    reponse = autre_client(anonyme).request(methode, adresse(chemin, ids), follow_redirects=False)
    if ACCES[methode, chemin] == ["public"]:
        assert reponse.status_code not in {303, 401} or chemin in {"/connexion/code", "/deconnexion"}
    elif methode == "POST":
        assert reponse.status_code == 401
    else:
        assert reponse.status_code == 303
        assert reponse.headers["Location"].split("?")[0] == "/connexion"


CONNECTEES = sorted((m, c) for (m, c), qui in ACCES.items() if qui != ["public"] and c not in {"/deconnexion", "/compte/deconnecter-partout"})


@pytest.mark.parametrize(("methode", "chemin"), CONNECTEES)
def test_chaque_role_n_ouvre_que_ses_portes(client_de: Callable[[str], TestClient], ids: dict[str, str], methode: str, chemin: str) -> None:
    admis = ROLES if ACCES[methode, chemin] == ["tous"] else ACCES[methode, chemin]
    statuts = {role: client_de(role).request(methode, adresse(chemin, ids), follow_redirects=False).status_code for role in ROLES}
    assert all(statut < 500 for statut in statuts.values()), statuts
    ouvertes = {role for role, statut in statuts.items() if statut not in DEHORS}
    if SANS_OBJET_ICI.search(chemin):
        assert ouvertes <= set(admis), statuts
    else:
        assert ouvertes == set(admis), statuts


PERSONNES = sorted((m, c) for m, c in ACCES if c.startswith("/personnes/{identifiant}"))


@pytest.mark.parametrize(("methode", "chemin"), PERSONNES)
def test_une_personne_d_ailleurs_n_existe_pas(client_de: Callable[[str], TestClient], ids: dict[str, str], methode: str, chemin: str) -> None:
    for role in ROLES:
        client = client_de(role)
        ailleurs, nulle_part = (client.request(methode, adresse(chemin, ids, qui), follow_redirects=False) for qui in ("ailleurs", "personne"))
        assert ailleurs.status_code == 404, (role, ailleurs.text[:500])
        assert ailleurs.text == nulle_part.text


def test_personne_n_a_d_autre_porte_qu_un_perimetre() -> None:
    """Pages read people through ``Perimetre`` only: no query of theirs names the table of people."""
    racine = Path(__file__).parents[2] / "web"
    assert [f.name for f in racine.rglob("*.py") if "FROM allocataire" in f.read_text("utf-8")] == []
