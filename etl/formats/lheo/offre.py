"""One action of a training turned into one offer of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from lxml import etree

from catalogue.domaine import DetailsFormation, EtatOffre, Jour, Offre, Periode, Presence, TypeOffre, creneaux
from catalogue.regles import CODE_ROME
from etl.entree.valeurs import ValeurInvalide, booleen, date_de, entier, nombre
from etl.formats.lheo.acces import HORS_TABLE_NIVEAU, conditions_de, cout_de, financeur_de, publics_de, reserve_rsa
from etl.formats.lheo.arbre import Fiche, affirme, dit, dits, extra, mot, phrase, premier, tous
from etl.formats.lheo.certification import apports_de, certifiante, dispositif_de, fiches_de
from etl.formats.lheo.codes import MODALITES_RECRUTEMENT, NIVEAUX_UE, PRESENCES
from etl.formats.lheo.lieux import contact_de_l_offre, lieu_de_formation
from etl.formats.lheo.sessions import sessions_de, suspendue
from socle.texte import plier

_JOURS_OUVRES = (Jour.LUNDI, Jour.MARDI, Jour.MERCREDI, Jour.JEUDI, Jour.VENDREDI)
_HEURES_MAX = 60


def offre_de(fiche: Fiche, source_id: str, structure: str | None) -> Offre:
    """The offer that an action is.

    Args:
        fiche: training and action; doubts are noted in its ``releve``.
        source_id: « number of the training/number of the action ».
        structure: id of the body responsible in the same source.

    Returns:
        A training offer.
    """
    cout, cout_precisions = cout_de(fiche)
    return Offre(
        source=fiche.contexte.source,
        source_id=source_id,
        type_offre=TypeOffre.FORMATION,
        titre=titre_de(fiche.formation) or "",
        details=_details(fiche),
        description=_description(fiche),
        structure=structure,
        metiers=_metiers(fiche),
        conditions=conditions_de(fiche),
        apports=apports_de(fiche),
        publics=publics_de(fiche),
        reserve_rsa=reserve_rsa(fiche),
        sessions=sessions_de(fiche),
        lieu=lieu_de_formation(fiche),
        presence=_presence(fiche),
        creneaux=_creneaux(fiche),
        horaires=_horaires(fiche),
        heures_hebdo=_heures_hebdo(fiche),
        contact=contact_de_l_offre(fiche),
        modalites=" ".join(_modalites(fiche)) or None,
        cout=cout,
        cout_precisions=cout_precisions,
        etat=_etat(fiche),
        publie_le=_jour(fiche, "datecrea"),
        verifie_le=_jour(fiche, "datemaj"),
    )


def titre_de(formation: etree._Element) -> str | None:
    """Title of a training on one line.

    Args:
        formation: the training.

    Returns:
        The title, None when it has none.
    """
    titre = dit(formation, "intitule-formation")
    return " ".join(titre.split()) if titre else None


def _details(fiche: Fiche) -> DetailsFormation:
    rncp, rs = fiches_de(fiche)
    return DetailsFormation(
        rncp=rncp,
        rs=rs,
        niveau_sortie=fiche.code(fiche.formation, "code-niveau-sortie", NIVEAUX_UE, HORS_TABLE_NIVEAU),
        duree_heures=_duree(fiche),
        financeur=financeur_de(fiche),
        dispositif=dispositif_de(fiche),
        certifiante=certifiante(fiche),
    )


def _duree(fiche: Fiche) -> int | None:
    total, centre, entreprise = (
        fiche.releve.lire(champ, dit(fiche.action, champ), _heures)
        for champ in ("nombre-heures-total", "nombre-heures-centre", "nombre-heures-entreprise")
    )
    somme = (centre or 0) + (entreprise or 0)
    if total and somme > total:
        motif = f"Le total est inférieur aux heures en centre et en entreprise ({somme} h) : il est gardé tel quel."
        fiche.releve.doute("nombre-heures-total", total, motif)
    return total or somme or None


def _heures(v: object) -> int | None:
    lu = entier(v)
    if lu is not None and not 0 <= lu <= 99_999:
        raise ValeurInvalide("Un nombre d’heures va de 0 à 99 999.")
    return lu


def _description(fiche: Fiche) -> str:
    formation, action = fiche.formation, fiche.action
    formateurs = [nom for nom in dits(action, "organisme-formateur/raison-sociale-formateur") if nom != _nom_responsable(formation)]
    parties = {
        "": dit(formation, "objectif-formation"),
        "Contenu": dit(formation, "contenu-formation"),
        "Résultats attendus": dit(formation, "resultats-attendus"),
        "Public": dit(action, "info-public-vise"),
        "Alternance": affirme(action, "modalites-alternance"),
        "Durée indicative": dit(action, "duree-indicative"),
        "Modalités pédagogiques": affirme(action, "modalites-pedagogiques"),
        "Dispensée par": ", ".join(formateurs) or None,
        "Restauration": affirme(action, "restauration"),
        "Hébergement": affirme(action, "hebergement"),
        "Transport": affirme(action, "transport"),
        "Accès des personnes handicapées": affirme(action, "acces-handicapes"),
    }
    return "\n\n".join(f"{nom} : {contenu}" if nom else contenu for nom, contenu in parties.items() if contenu)


def _nom_responsable(formation: etree._Element) -> str | None:
    return dit(formation, "organisme-formation-responsable/nom-organisme")


def _metiers(fiche: Fiche) -> tuple[str, ...]:
    codes = [code.upper() for code in dits(fiche.formation, "domaine-formation/code-ROME")]
    for code in codes:
        if not CODE_ROME.match(code):
            fiche.releve.doute("domaine-formation/code-ROME", code, "Ce n’est pas un code ROME (une lettre de A à N puis 4 chiffres).")
    return tuple(code for code in dict.fromkeys(codes) if CODE_ROME.match(code))


def _presence(fiche: Fiche) -> Presence:
    motif = "Ce code de modalité d’enseignement n’est pas dans la table de LHÉO."
    return fiche.code(fiche.action, "modalites-enseignement", PRESENCES, motif) or Presence.SUR_PLACE


def _heures_hebdo(fiche: Fiche) -> Decimal | None:
    return fiche.releve.lire("duree-hebdo", extra(fiche.action, "duree-hebdo", "duree-hebdo"), _heures_semaine)


def _heures_semaine(v: object) -> Decimal | None:
    lu = nombre(v)
    if lu is not None and not 0 <= lu <= _HEURES_MAX:
        raise ValeurInvalide(f"Une semaine de formation compte au plus {_HEURES_MAX} heures.")
    return round(lu, 2) if lu else None


def _creneaux(fiche: Fiche) -> int | None:
    # Only « temps plein » says when one must be free; for the rest the mask stays unknown rather than guessed.
    rythme = plier(dit(fiche.action, "rythme-formation") or "")
    if re.search(r"\btemps plein\b", rythme) and not re.search(r"partiel|soir|week", rythme):
        return creneaux(_JOURS_OUVRES, (Periode.MATIN, Periode.APRES_MIDI))
    return None


def _horaires(fiche: Fiche) -> str | None:
    return affirme(fiche.action, "rythme-formation")


def _modalites(fiche: Fiche) -> Iterator[str]:
    action = fiche.action
    if recrutement := affirme(action, "modalites-recrutement"):
        yield phrase(recrutement)
    for element in tous(action, "session/recrutement"):
        yield _recrutement(fiche, element)
    yield from map(phrase, dits(action, "session/modalites-inscription"))
    jours = [fiche.releve.lire("date-information", jour, date_de) for jour in dits(action, "date-information/date")]
    for jour in jours:
        if jour:
            yield f"Réunion d’information le {jour:%d/%m/%Y}."


def _recrutement(fiche: Fiche, element: etree._Element) -> str:
    nature = fiche.code(element, "modalite-recrutement", MODALITES_RECRUTEMENT, "Ce code n’est pas dans la table de LHÉO.")
    jour = fiche.releve.lire("recrutement/periode/debut", dit(premier(element, "periode"), "debut"), date_de)
    quand = [f"le {jour:%d/%m/%Y}" if jour else None, f"à {heure}" if (heure := dit(element, "heure-debut")) else None]
    ou = "à distance" if dit(element, "a-distance") == "1" else dit(element, "adresse/ville")
    commentaire = dit(element, "commentaire")
    morceaux = [" ".join(lu for lu in (nature or "Recrutement", *quand) if lu), ou]
    return phrase(", ".join(morceau for morceau in morceaux if morceau) + (f" ({commentaire})" if commentaire else ""))


def _etat(fiche: Fiche) -> EtatOffre:
    perimees = (extra(fiche.action, groupe, "action-perimee") for groupe in ("type-action", "type-formation"))
    if any(fiche.releve.lire("action-perimee", perimee, booleen) for perimee in perimees):
        return EtatOffre.EXPIREE
    if fiche.sessions and all(suspendue(session) for session in fiche.sessions):
        return EtatOffre.SUSPENDUE
    return EtatOffre.PUBLIEE


def _jour(fiche: Fiche, attribut: str) -> date | None:
    return fiche.releve.lire(f"action/@{attribut}", mot(fiche.action.get(attribut) or fiche.formation.get(attribut)), date_de)
