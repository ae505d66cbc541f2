-- Social clauses. Hours done are always added up from their rows (view lot_en_chiffres).

-- name: lots
-- Lots with what they stand at: all of them, or those of one marché, or one; those that end first come first.
SELECT l.id, l.identifiant, m.identifiant AS marche, m.numero AS marche_numero, m.objet, m.acheteur, l.numero, l.intitule, l.titulaire, l.titulaire_id,
    l.debut, l.fin, l.etat, o.identifiant AS offre, l.version, c.prevues, c.engagees, c.realisees, c.postes_ouverts, c.personnes
FROM lot l JOIN marche m ON m.id = l.marche_id JOIN lot_en_chiffres c ON c.id = l.id LEFT JOIN offre o ON o.id = l.offre_id
WHERE (:marche::text IS NULL OR m.identifiant = :marche) AND (:lot::text IS NULL OR l.identifiant = :lot)
ORDER BY l.fin, m.cle_numero, l.cle_numero, l.id;

-- name: heures_des_lots
-- Hours of some lots by month.
SELECT o.lot_id, h.mois, sum(h.heures) AS heures
FROM heures h JOIN participation p ON p.id = h.participation_id JOIN poste o ON o.id = p.poste_id
WHERE o.lot_id = ANY (:lots::bigint[])
GROUP BY o.lot_id, h.mois ORDER BY o.lot_id, h.mois;

-- name: marche
-- A marché by its public id.
SELECT id, identifiant, numero, objet, acheteur, acheteur_siret, cpv, notification, fin FROM marche WHERE identifiant = :identifiant;

-- name: marches_nommes
-- Marchés of that folded number, of one buyer or of any.
SELECT id, identifiant, numero, objet, acheteur, acheteur_siret, cpv, notification, fin FROM marche
WHERE cle_numero = :cle_numero AND (:cle_acheteur::text IS NULL OR cle_acheteur = :cle_acheteur) ORDER BY id;

-- name: prendre_lot
-- One lot held until the end of the transaction: writers of hours come one after the other.
SELECT l.version FROM lot l WHERE l.id = :id FOR UPDATE;

-- name: lot_de_l_offre
-- The lot that follows a card of the catalogue.
SELECT m.identifiant AS marche, l.identifiant AS lot, c.prevues, c.engagees, c.realisees, l.fin
FROM lot l JOIN marche m ON m.id = l.marche_id JOIN lot_en_chiffres c ON c.id = l.id WHERE l.offre_id = :offre_id ORDER BY l.id;

-- name: postes
-- Posts of a lot, in the order they were opened.
SELECT o.id, o.identifiant, o.code_rome, m.libelle AS metier, o.contrat, o.heures_engagees AS engagees, o.etat, o.debut
FROM poste o LEFT JOIN metier m ON m.code_rome = o.code_rome WHERE o.lot_id = :lot_id ORDER BY o.id;

-- name: participations
-- People of a lot, by first name.
SELECT p.id, p.identifiant, p.poste_id AS poste, p.prenom, p.initiale, p.repere, p.public, p.entree, p.sortie, p.dates_deduites,
    p.prescription_id IS NOT NULL AS liee
FROM participation p JOIN poste o ON o.id = p.poste_id WHERE o.lot_id = :lot_id ORDER BY p.prenom, p.initiale, p.repere, p.id;

-- name: heures
-- Hours of the people of a lot.
SELECT h.participation_id, h.mois, h.heures
FROM heures h JOIN participation p ON p.id = h.participation_id JOIN poste o ON o.id = p.poste_id
WHERE o.lot_id = :lot_id ORDER BY h.participation_id, h.mois;

-- name: entrees
-- People whom the account may see, who started a job found here and are not on the lot yet; those of its holder first. The hours of a clause are
-- often done by a structure of insertion for the holder: the employer may be another.
SELECT p.identifiant, a.prenom, a.nom, o.titre, d.entree
FROM prescription p JOIN allocataire a ON a.id = p.allocataire_id JOIN offre o ON o.id = p.offre_id JOIN lot l ON l.id = :lot_id
CROSS JOIN LATERAL (SELECT min(e.quand)::date AS entree FROM prescription_etape e WHERE e.prescription_id = p.id AND e.vers = 'entree') d
WHERE p.etat IN ('entree', 'terminee') AND d.entree IS NOT NULL AND o.type_offre IN ('recrutement', 'iae', 'clause', 'collectivite')
    AND a.id IN (SELECT v.id FROM allocataires_visibles(:compte_id) v)
    AND NOT EXISTS (SELECT FROM participation x JOIN poste y ON y.id = x.poste_id WHERE x.prescription_id = p.id AND y.lot_id = l.id)
ORDER BY o.structure_id IS NOT DISTINCT FROM l.titulaire_id DESC, d.entree DESC, p.id LIMIT 50;

-- name: prescription
-- One of them, as it is linked.
SELECT p.id, p.allocataire_id, a.prenom, a.nom FROM prescription p JOIN allocataire a ON a.id = p.allocataire_id
WHERE p.identifiant = :identifiant AND p.etat IN ('entree', 'terminee') AND a.id IN (SELECT v.id FROM allocataires_visibles(:compte_id) v);

-- name: offres_des_postes
-- Published offers of the holder of a lot that bear a métier of its posts.
SELECT DISTINCT o.identifiant, o.titre FROM offre o JOIN offre_metier m ON m.offre_id = o.id
WHERE o.etat = 'publiee' AND o.structure_id = :titulaire_id AND m.code_rome = ANY (:codes::text[]) ORDER BY o.titre, o.identifiant LIMIT 5;

-- name: clauses_non_suivies
-- Published cards of social clauses that no lot follows.
SELECT o.identifiant, o.titre FROM offre o
WHERE o.type_offre = 'clause' AND o.etat = 'publiee' AND NOT EXISTS (SELECT FROM lot l WHERE l.offre_id = o.id) ORDER BY o.titre, o.identifiant;

-- name: structure_nommee
-- The structure that a SIRET or a whole name means, when there is only one.
SELECT min(id) AS id, min(nom) AS nom FROM structure
WHERE NOT fermee AND (siret = :siret::text OR (:siret::text IS NULL AND cle_tri = :cle_tri)) HAVING count(*) = 1;

-- name: metier_connu
-- Whether a ROME code is in the référentiel.
SELECT EXISTS (SELECT FROM metier WHERE code_rome = :code);

-- name: ajouter_marche
INSERT INTO marche (identifiant, numero, cle_numero, objet, acheteur, cle_acheteur, acheteur_siret, cpv, notification, fin, cree_le, modifie_le)
VALUES (:identifiant, :numero, :cle_numero, :objet, :acheteur, :cle_acheteur, :acheteur_siret, :cpv, :notification, :fin, :instant, :instant)
ON CONFLICT (cle_acheteur, cle_numero) DO NOTHING RETURNING id;

-- name: ajouter_lot
INSERT INTO lot (identifiant, marche_id, numero, cle_numero, intitule, titulaire, titulaire_id, heures_prevues, debut, fin, etat, offre_id, cree_le,
    modifie_le)
VALUES (:identifiant, :marche_id, :numero, :cle_numero, :intitule, :titulaire, :titulaire_id, :heures_prevues, :debut, :fin, :etat,
    (SELECT o.id FROM offre o WHERE o.identifiant = :offre::text AND o.type_offre = 'clause' AND NOT EXISTS (SELECT FROM lot x WHERE x.offre_id = o.id)),
    :instant, :instant)
ON CONFLICT (marche_id, cle_numero) DO NOTHING RETURNING id;

-- name: modifier_lot!
-- Only who saw the last version writes the next.
UPDATE lot SET intitule = :intitule, titulaire = :titulaire, titulaire_id = :titulaire_id, heures_prevues = :heures_prevues, debut = :debut, fin = :fin,
    etat = :etat, version = version + 1, modifie_le = :instant
WHERE id = :id AND version = :version;

-- name: avancer_version!
UPDATE lot SET version = version + 1, modifie_le = :instant WHERE id = :id;

-- name: ajouter_poste
INSERT INTO poste (identifiant, cle, lot_id, code_rome, contrat, heures_engagees, etat, debut, cree_le)
VALUES (:identifiant, :cle, :lot_id, :code_rome, :contrat, :engagees, :etat, :debut, :instant)
ON CONFLICT (cle) DO NOTHING RETURNING id;

-- name: regler_poste!
UPDATE poste SET heures_engagees = :engagees, etat = :etat WHERE lot_id = :lot_id AND identifiant = :identifiant;

-- name: ajouter_participation
INSERT INTO participation (identifiant, cle, poste_id, prescription_id, prenom, initiale, repere, public, entree, sortie, dates_deduites, cree_le)
VALUES (:identifiant, :cle, :poste_id, :prescription_id, :prenom, :initiale, :repere, :public, :entree, :sortie, :dates_deduites, :instant)
ON CONFLICT (cle) DO NOTHING RETURNING id;

-- name: regler_participation!
UPDATE participation SET public = :public, entree = :entree, sortie = :sortie, dates_deduites = :dates_deduites, poste_id = :poste_id WHERE id = :id;

-- name: lier_participation!
UPDATE participation SET prescription_id = :prescription_id WHERE id = :id;

-- name: ecrire_heures!
-- Replaced, never added.
INSERT INTO heures (participation_id, mois, heures, source, compte_id, note_le)
VALUES (:participation_id, :mois, :heures, :source, :compte_id, :instant)
ON CONFLICT (participation_id, mois) DO UPDATE SET heures = excluded.heures, source = excluded.source, compte_id = excluded.compte_id,
    note_le = excluded.note_le;

-- name: oter_heures!
DELETE FROM heures WHERE participation_id = :participation_id AND mois = :mois;

-- name: garder_envoi!
INSERT INTO clauses_envoi (identifiant, compte_id, fichier, contenu, cree_le) VALUES (:identifiant, :compte_id, :fichier, :contenu, :instant);

-- name: reprendre_envoi
-- Taken once: confirmed twice, it is done once.
DELETE FROM clauses_envoi WHERE identifiant = :identifiant AND compte_id = :compte_id RETURNING fichier, contenu;

-- name: oublier_envois!
DELETE FROM clauses_envoi WHERE cree_le < :avant;
