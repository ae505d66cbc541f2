"""Following a convention in the database: what counts, never twice, who may, and figures recomputed from the rows."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.domaine import TypeOffre
from employeurs.conventions import depot, services
from employeurs.conventions.chiffres import Engagement
from employeurs.conventions.domaine import TYPES_QUI_EMBAUCHENT, EtatConvention, NouvelleConvention
from employeurs.conventions.droits import Vue, vue
from employeurs.conventions.services import Impossible, VersionPassee
from parcours.prescriptions.domaine import Etat, Issue
from socle.base import transaction
from tests.employeurs.conventions.scene import NOUVELLE, Scene

E = EtatConvention


async def test_une_entree_sur_une_offre_rattachee_compte_d_elle_meme_et_une_fois(scene: Scene) -> None:
    convention, offre = await scene.ouvrir(), await scene.offre("K1304")
    await scene.embaucher(offre)
    assert await scene.realisees(convention) == 0
    await scene.rattacher(convention, offre)
    await scene.rattacher(convention, offre)
    assert await scene.realisees(convention) == 1
    p = await scene.embaucher(offre)
    await scene.monde.avancer(p, Etat.TERMINEE, issue=Issue.EMPLOI_DURABLE)
    assert await scene.realisees(convention) == 2
    assert await scene.faire(services.detacher, convention, offre.offre) is True
    assert await scene.faire(services.detacher, convention, offre.offre) is False
    assert await scene.realisees(convention) == 0


async def test_ce_qui_n_est_pas_une_entree_ne_compte_pas(scene: Scene) -> None:
    convention, offre = await scene.ouvrir(), await scene.offre("K1304")
    await scene.rattacher(convention, offre)
    m = scene.monde
    proposee = await m.prescrire(await m.personne(), offre)
    venue = await m.prescrire(await m.personne(), offre)
    for etat in (Etat.ACCEPTEE_STRUCTURE, Etat.PRESENTE):
        await m.avancer(venue, etat)
    await m.avancer(venue, Etat.TERMINEE, issue=Issue.POURSUITE)
    await m.avancer(proposee, Etat.REFUSEE)
    assert await scene.realisees(convention) == 0


async def test_une_entree_annulee_par_une_correction_ne_compte_plus(scene: Scene) -> None:
    convention, offre = await scene.ouvrir(), await scene.offre("K1304")
    await scene.rattacher(convention, offre)
    p = await scene.embaucher(offre)
    # No move leads there today: whatever one day does, the state rules.
    ajout = (
        "INSERT INTO prescription_etape (prescription_id, de, vers, quand, qui, motif) VALUES ($1, 'entree', 'annulee', now(), 'systeme', 'autre')"
    )
    await scene.monde.valeur(ajout, p.id)
    await scene.monde.valeur(
        "UPDATE prescription SET etat = 'annulee', place = 'aucune', motif = 'autre', echeance = NULL, relance_le = NULL WHERE id = $1", p.id
    )
    assert await scene.realisees(convention) == 0


async def test_une_entree_corrigee_puis_une_autre_fin_ne_compte_plus(scene: Scene) -> None:
    convention, offre = await scene.ouvrir(), await scene.offre("K1304")
    await scene.rattacher(convention, offre)
    p = await scene.embaucher(offre)
    ajout = "INSERT INTO prescription_etape (prescription_id, de, vers, quand, qui, issue) VALUES ($1, $2, $3, now(), 'systeme', $4)"
    await scene.monde.valeur(ajout, p.id, "entree", "presente", None)
    await scene.monde.valeur("UPDATE prescription SET etat = 'presente' WHERE id = $1", p.id)
    assert await scene.realisees(convention) == 0
    await scene.monde.avancer(p, Etat.TERMINEE, issue=Issue.POURSUITE)
    assert await scene.realisees(convention) == 0


@pytest.mark.parametrize("genre", list(TypeOffre))
async def test_seules_les_offres_qui_embauchent_comptent(scene: Scene, genre: TypeOffre) -> None:
    convention, offre = await scene.ouvrir(), await scene.offre("K1304", genre=genre.value)
    await scene.rattacher(convention, offre)
    await scene.embaucher(offre)
    assert await scene.realisees(convention) == (1 if genre in TYPES_QUI_EMBAUCHENT else 0)


async def test_le_metier_choisi_l_emporte_sur_celui_de_l_offre(scene: Scene) -> None:
    convention, offre = await scene.ouvrir(), await scene.offre("K1302", "K1304")
    await scene.rattacher(convention, offre)
    await scene.embaucher(offre)
    assert await scene.realisees(convention) == 0
    await scene.rattacher(convention, offre, "K2204")
    lu = await scene.lire(convention)
    assert lu is not None
    assert {(x.code_rome, x.annee): x.chiffres.realisees for x in lu.tableau} == {("K1304", 2026): 0, ("K1304", 2027): 0, ("K2204", 2026): 1}
    with pytest.raises(Impossible, match="métier de la convention"):
        await scene.rattacher(convention, offre, "K1302")


async def test_une_entree_hors_de_la_periode_ne_compte_pas(scene: Scene) -> None:
    convention, offre = await scene.ouvrir(), await scene.offre("K1304")
    await scene.rattacher(convention, offre)
    scene.monde.horloge.avancer(days=230)
    assert scene.monde.horloge.aujourdhui() > NOUVELLE.fin
    await scene.embaucher(offre)
    assert await scene.realisees(convention) == 0


async def test_une_offre_compte_pour_une_convention_au_plus(scene: Scene) -> None:
    une, autre, offre = await scene.ouvrir(), await scene.ouvrir(cle="cle-2"), await scene.offre("K1304")
    await scene.rattacher(une, offre)
    with pytest.raises(Impossible, match="compte déjà pour « Aide à domicile »"):
        await scene.rattacher(autre, offre)
    await scene.embaucher(offre)
    assert [await scene.realisees(c) for c in (une, autre)] == [1, 0]


async def test_rattacher_et_retirer_ne_touchent_pas_aux_embauches_declarees(scene: Scene) -> None:
    convention, offre = await scene.ouvrir(), await scene.offre("K1304")
    assert await scene.declarer(convention, "d1", 3) is True
    assert await scene.declarer(convention, "d1", 3) is False
    assert await scene.realisees(convention) == 3
    for geste in (scene.rattacher(convention, offre), scene.faire(services.detacher, convention, offre.offre)):
        await geste
        assert await scene.realisees(convention) == 3
    async with transaction(scene.monde.bassin) as c:
        lu = await depot.suivi(c, convention, depot.TOUT, scene.monde.horloge.aujourdhui())
        assert lu is not None
        (ligne,) = await depot.embauches(c, lu.convention.id)
    assert ligne.declaration is not None
    assert await scene.faire(services.retirer_declaration, convention, ligne.declaration) is True
    assert await scene.faire(services.retirer_declaration, convention, ligne.declaration) is False
    assert await scene.realisees(convention) == 0


async def test_le_formulaire_envoye_deux_fois_n_ouvre_qu_une_convention(scene: Scene) -> None:
    assert await scene.ouvrir() == await scene.ouvrir(signer=False)
    assert await scene.monde.valeur("SELECT count(*) FROM convention") == 1
    assert await scene.monde.valeur("SELECT count(*) FROM convention_engagement") == 3


async def test_une_fiche_suivie_compte_des_l_ouverture_et_une_seule_fois(scene: Scene) -> None:
    carte = await scene.offre("K1304", genre="convention")
    convention = await scene.ouvrir(carte=carte.offre)
    assert await scene.ouvrir(cle="cle-2", carte=carte.offre, signer=False) == convention
    await scene.embaucher(carte)
    assert await scene.realisees(convention) == 1
    async with transaction(scene.monde.bassin) as c:
        suivie = await depot.de_la_carte(c, carte.offre_id, scene.monde.horloge.aujourdhui())
        assert suivie is not None
        assert suivie.convention.identifiant == convention
        autre = await scene.offre("K1304", genre="recrutement")
        maintenant = scene.monde.horloge.maintenant()
        assert await services.creer(c, scene.monde.comptes["cre"], "x", NOUVELLE, structure_id=None, carte=autre.offre, instant=maintenant) is None


async def test_la_vie_d_une_convention(scene: Scene) -> None:
    convention, maintenant = await scene.ouvrir(signer=False), scene.monde.horloge.maintenant()
    with pytest.raises(Impossible, match="signée"):
        await scene.declarer(convention, "d1")
    with pytest.raises(Impossible, match="se signe"):
        await scene.faire(services.changer_etat, convention, E.CLOSE, maintenant)
    assert await scene.faire(services.changer_etat, convention, E.SIGNEE, maintenant) is True
    assert await scene.faire(services.changer_etat, convention, E.SIGNEE, maintenant) is False
    with pytest.raises(Impossible, match="se clôt"):
        await scene.faire(services.abandonner, convention)
    assert await scene.faire(services.changer_etat, convention, E.CLOSE, maintenant) is True
    offre = await scene.offre("K1304")
    for geste in (
        scene.rattacher(convention, offre),
        scene.declarer(convention, "d2"),
        scene.faire(services.detacher, convention, offre.offre),
        scene.faire(services.modifier, convention, 1, NOUVELLE, maintenant),
    ):
        with pytest.raises(Impossible):
            await geste
    assert await scene.faire(services.changer_etat, convention, E.SIGNEE, maintenant) is True


async def test_abandonner_ce_qui_n_est_pas_signe_efface_tout(scene: Scene) -> None:
    convention = await scene.ouvrir(signer=False)
    await scene.rattacher(convention, await scene.offre("K1304"))
    assert await scene.faire(services.abandonner, convention) is True
    assert await scene.lire(convention) is None
    assert await scene.monde.valeur("SELECT count(*) FROM convention_offre") == 0


async def test_modifier_refuse_la_version_passee_et_ce_qui_laisserait_des_embauches(scene: Scene) -> None:
    convention, maintenant = await scene.ouvrir(), scene.monde.horloge.maintenant()
    await scene.declarer(convention, "d1", 2)
    sans = NouvelleConvention("T", NOUVELLE.debut, NOUVELLE.fin, "", (Engagement("K2204", 2026, 2),))
    tard = NouvelleConvention("T", date(2026, 6, 1), NOUVELLE.fin, "", NOUVELLE.engagements)
    for fausse in (sans, tard):
        with pytest.raises(Impossible, match="2\u00a0embauches"):
            await scene.faire(services.modifier, convention, 1, fausse, maintenant)
    assert await scene.faire(services.modifier, convention, 1, NOUVELLE, maintenant) is True
    with pytest.raises(VersionPassee) as passee:
        await scene.faire(services.modifier, convention, 1, NOUVELLE, maintenant)
    assert passee.value.version == 2


async def test_qui_n_est_pas_cre_n_ecrit_rien(scene: Scene) -> None:
    convention, maintenant = await scene.ouvrir(), scene.monde.horloge.maintenant()
    avant = await scene.monde.valeur("SELECT count(*) FROM journal")
    for qui in ("cip", "employeur", "concurrent"):
        assert await scene.rattacher(convention, await scene.offre("K1304"), qui=qui) is None
        assert await scene.faire(services.changer_etat, convention, E.CLOSE, maintenant, qui=qui) is None
        assert await scene.faire(services.modifier, convention, 1, NOUVELLE, maintenant, qui=qui) is None
        assert await scene.faire(services.abandonner, convention, qui=qui) is None
    assert await scene.monde.valeur("SELECT count(*) FROM journal") == avant


async def test_un_employeur_ne_voit_que_la_sienne_une_fois_signee(scene: Scene) -> None:
    m = scene.monde
    signee, preparee = await scene.ouvrir(), await scene.ouvrir(cle="cle-2", signer=False)
    ailleurs = await scene.ouvrir(cle="cle-3", structure_id=m.comptes["concurrent"].structure_id)
    async with transaction(m.bassin, lecture_seule=True) as c:
        vues = {
            qui: {s.convention.identifiant for s in await depot.suivis(c, vue(m.comptes[qui]), m.horloge.aujourdhui())}
            for qui in ("cre", "employeur", "concurrent")
        }
    assert vues == {"cre": {signee, preparee, ailleurs}, "employeur": {signee}, "concurrent": {ailleurs}}


async def test_un_manager_ne_voit_que_ses_territoires(scene: Scene) -> None:
    m = scene.monde
    convention = await scene.ouvrir()
    await m.valeur("INSERT INTO territoire (code, nom, nature) VALUES ('eds-1', 'Nord', 'eds')")
    await m.valeur("INSERT INTO commune (code_insee, nom, cle_tri, territoire) VALUES ('94028', 'Créteil', 'creteil', 'eds-1')")
    await m.valeur("UPDATE structure SET code_insee = '94028' WHERE id = $1", m.structure_id)
    assert await scene.lire(convention, Vue(None, frozenset({"eds-1"}))) is not None
    assert await scene.lire(convention, Vue(None, frozenset({"eds-2"}))) is None


async def test_les_delais_et_les_personnes_se_comptent_sur_les_lignes(scene: Scene) -> None:
    convention, offre, m = await scene.ouvrir(), await scene.offre("K1304"), scene.monde
    await scene.rattacher(convention, offre)
    personne = await m.personne()
    p = await m.prescrire(personne, offre)
    m.horloge.avancer(days=12)
    for etat in (Etat.ACCEPTEE_STRUCTURE, Etat.PRESENTE, Etat.ENTREE):
        await m.avancer(p, etat)
    await m.avancer(p, Etat.TERMINEE, issue=Issue.EMPLOI_DURABLE)
    await m.prescrire(personne, offre)  # the same person, proposed again, is one person
    await m.prescrire(await m.personne(), offre)
    async with transaction(m.bassin, lecture_seule=True) as c:
        lu = await depot.suivi(c, convention, depot.TOUT, m.horloge.aujourdhui())
        assert lu is not None
        bonus, proposees = await depot.mesurer_bonus(c, lu.convention.id), await depot.proposees(c, lu.convention.id)
        (rattachee,) = await depot.offres(c, lu.convention.id, m.horloge.aujourdhui())
    assert (bonus.embauches, bonus.mediane, bonus.durables, bonus.finies) == (1, 12.0, 1, 1)
    assert (proposees.proposees, proposees.transmises, proposees.en_attente, proposees.acceptees, proposees.embauchees) == (2, 2, 2, 1, 1)
    assert (rattachee.en_attente, rattachee.embauches, rattachee.places) == (2, 1, 7)


async def test_la_tension_est_la_derniere_mesure(scene: Scene) -> None:
    for jour, degre in ((date(2025, 1, 1), 2), (date(2026, 1, 1), 5)):
        await scene.monde.valeur("INSERT INTO tension (code_rome, jour, degre, source) VALUES ('K1304', $1, $2, 'BMO')", jour, degre)
    async with transaction(scene.monde.bassin, lecture_seule=True) as c:
        tensions = await depot.tensions(c, ["K1304", "K2204"])
    assert {code: (t.degre, t.jour, t.source) for code, t in tensions.items()} == {"K1304": (5, date(2026, 1, 1), "BMO")}


async def test_chaque_geste_est_au_journal_sans_nom(scene: Scene) -> None:
    convention, offre = await scene.ouvrir(), await scene.offre("K1304")
    await scene.rattacher(convention, offre)
    await scene.declarer(convention, "d1")
    await scene.faire(services.detacher, convention, offre.offre)
    async with transaction(scene.monde.bassin) as c:
        traces = [(r["action"], r["objet"]) for r in await c.fetch("SELECT action, objet FROM journal WHERE action LIKE 'convention.%' ORDER BY id")]
    assert traces == [(f"convention.{v}", f"convention:{convention}") for v in ("ouvrir", "signer", "rattacher", "declarer", "detacher")]


async def test_la_base_refuse_ce_qui_n_a_pas_de_sens(scene: Scene) -> None:
    convention = await scene.ouvrir()
    for sql in (
        "UPDATE convention SET fin = debut - 1",
        "UPDATE convention_engagement SET prevues = 0",
        "INSERT INTO convention_embauche (identifiant, cle, convention_id, code_rome, jour, nombre, declaree_le)"
        " SELECT 'abcdefghjkmn', 'k', id, 'K1304', debut, 0, now() FROM convention",
    ):
        with pytest.raises(Exception, match="check constraint"):
            await scene.monde.valeur(sql)
    assert (await scene.lire(convention)) is not None
