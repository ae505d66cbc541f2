"""What one needs to enter a training, whom it is meant for, what it costs."""

from __future__ import annotations

import re
from decimal import Decimal

from catalogue.domaine import Condition, Operateur, OrigineCondition, TypeCondition
from catalogue.libelles import NIVEAUX
from catalogue.phrases import euros
from etl.entree.valeurs import ValeurInvalide, booleen, nombre
from etl.formats.lheo.arbre import Fiche, affirme, dit, dits, phrase
from etl.formats.lheo.certification import eligible_cpf
from etl.formats.lheo.codes import FINANCEURS, NIVEAUX_UE, PUBLIC_RSA, PUBLICS
from socle.texte import plier

HORS_TABLE_NIVEAU = "Ce code de niveau n’est pas dans la table de LHÉO : il est laissé de côté."
_SOUHAIT = re.compile(r"souhait|conseill|de preference|ideal|recommand|apprecie|serait un plus|si possible")
_PRIX_MAX = 1_000_000


def conditions_de(fiche: Fiche) -> tuple[Condition, ...]:
    """Conditions of access to an action.

    Args:
        fiche: training and action.

    Returns:
        The level, hard when ``niveau-entree-obligatoire`` is 1, and the specific conditions in the words of the body, hard unless they are worded
        as a wish.
    """
    conditions = []
    niveau = fiche.code(fiche.formation, "code-niveau-entree", NIVEAUX_UE, HORS_TABLE_NIVEAU)
    # Level 1 is below any diploma: everybody has it, and asking would only leave those whose level is unknown in doubt.
    if niveau is not None and niveau > 1:
        exige = fiche.releve.lire("niveau-entree-obligatoire", dit(fiche.action, "niveau-entree-obligatoire"), booleen) or False
        libelle = f"Niveau {'exigé' if exige else 'souhaité'} : {NIVEAUX[niveau]}"
        conditions.append(Condition(TypeCondition.NIVEAU, Operateur.AU_MOINS, (str(niveau),), exige, OrigineCondition.STRUCTURE, libelle))
    if specifiques := affirme(fiche.action, "conditions-specifiques"):
        ferme = not _SOUHAIT.search(plier(specifiques))
        conditions.append(Condition(TypeCondition.AUTRE, Operateur.DANS, (), ferme, OrigineCondition.STRUCTURE, specifiques))
    return tuple(conditions)


def publics_de(fiche: Fiche) -> tuple[str, ...]:
    """Publics of data·inclusion that an action is meant for.

    Args:
        fiche: training and action.

    Returns:
        Values in the order of the codes; codes out of the table are noted as doubts.
    """
    codes = dits(fiche.action, "code-public-vise")
    if inconnus := [code for code in codes if code not in PUBLICS]:
        motif = "Ces codes de public ne sont pas dans la table Formacode : ils sont laissés de côté."
        fiche.releve.doute("code-public-vise", ", ".join(inconnus), motif)
    return tuple(dict.fromkeys(public for code in codes for public in PUBLICS.get(code, ())))


def reserve_rsa(fiche: Fiche) -> bool:
    """Whether an action is only for people who receive the RSA.

    Args:
        fiche: training and action.

    Returns:
        True when 80005 is the only public told.
    """
    return dits(fiche.action, "code-public-vise") == (PUBLIC_RSA,)


def financeur_de(fiche: Fiche) -> str | None:
    """Who pays for an action.

    Args:
        fiche: training and action.

    Returns:
        Labels joined by commas, None when nothing is told. Unknown and obsolete codes are noted as doubts.
    """
    codes = dits(fiche.action, "organisme-financeur/code-financeur")
    for code in codes:
        if code not in FINANCEURS:
            motif = "Ce code de financeur est obsolète." if code == "1" else "Ce code de financeur n’est pas dans la table de LHÉO."
            fiche.releve.doute("organisme-financeur/code-financeur", code, motif)
    return ", ".join(FINANCEURS[code] for code in codes if code in FINANCEURS) or None


def cout_de(fiche: Fiche) -> tuple[Decimal | None, str | None]:
    """What the person pays.

    Args:
        fiche: training and action.

    Returns:
        Cost in euros and what is said of it. The displayed price is the cost only when nobody else may pay it; a funded action has an unknown
        cost, told in words.
    """
    prix = fiche.releve.lire("prix-total-TTC", dit(fiche.action, "prix-total-TTC"), _montant)
    finance = any(fiche.releve.lire(champ, dit(fiche.action, champ), booleen) for champ in ("prise-en-charge-frais-possible", "conventionnement"))
    cout = prix if prix is not None and not (finance and prix) else None
    return cout, " ".join(_precisions(fiche, None if cout is not None else prix)) or None


def _montant(v: object) -> Decimal | None:
    lu = nombre(v)
    if lu is not None and not 0 <= lu <= _PRIX_MAX:
        raise ValeurInvalide("Le prix d’une formation va de 0 à 1 000 000 €.")
    return lu


def _precisions(fiche: Fiche, prix: Decimal | None) -> list[str]:
    action = fiche.action
    horaire = fiche.releve.lire("prix-horaire-TTC", dit(action, "prix-horaire-TTC"), _montant)
    phrases = [
        f"Prix affiché : {euros(prix)} TTC." if prix else None,
        f"Prix affiché : {euros(horaire)} TTC de l’heure." if horaire else None,
        "Action conventionnée par un financeur." if dit(action, "conventionnement") == "1" else None,
        "Prise en charge des frais possible." if dit(action, "prise-en-charge-frais-possible") == "1" else None,
        affirme(action, "detail-conditions-prise-en-charge"),
        f"Frais restants : {reste}" if (reste := affirme(action, "frais-restants")) else None,
        "Éligible au compte personnel de formation (CPF)." if eligible_cpf(fiche) else None,
    ]
    return [phrase(lu) for lu in phrases if lu]
