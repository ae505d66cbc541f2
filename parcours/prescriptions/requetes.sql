-- Prescriptions: what writes them, one at a time.

-- name: cible
-- Whom and what one wants to bring together.
SELECT a.id AS allocataire_id, a.referent_id,
    CASE WHEN a.droit_rsa IS NOT NULL THEN a.droit_rsa IN ('ouvert', 'suspendu', 'versement_suspendu')
        ELSE a.sortie_rsa IS NULL AND (a.entree_rsa IS NOT NULL OR 'RSA' = ANY (a.criteres_iae)) END AS beneficiaire,
    o.id AS offre_id, o.etat AS etat_offre, o.type_offre, o.reserve_rsa, s.id AS session_id, s.etat AS etat_session, s.debut, s.fin,
    least(s.date_limite, o.date_limite) AS date_limite
FROM allocataire a, offre o JOIN session s ON s.offre_id = o.id
WHERE a.identifiant = :allocataire AND o.identifiant = :offre AND s.source_id = :session;

-- name: inserer
-- A new prescription and what was known that day; nothing when its key, or a living one for this person and session, is there already.
INSERT INTO prescription (identifiant, cle, allocataire_id, offre_id, session_id, origine, referent_id, cree_par, beneficiaire, etat, place,
    precisions, depuis, echeance, lue_le, instantane, version_classement, cree_le)
SELECT :identifiant, :cle, a.id, o.id, s.id, :origine, :referent_id, :cree_par, :beneficiaire, 'proposee', 'aucune', :precisions, :maintenant,
    :echeance, :lue_le, jsonb_build_object(
        'personne', jsonb_build_object('commune', a.commune, 'orientation', a.orientation, 'annee_naissance', a.annee_naissance,
            'entree_rsa', a.entree_rsa, 'date_cer', a.date_cer, 'publics', a.publics, 'criteres_iae', a.criteres_iae, 'metiers', a.metiers,
            'projet', a.projet, 'niveau', a.niveau, 'francais', a.francais, 'permis', a.permis, 'vehicule', a.vehicule,
            'moyen_transport', a.moyen_transport, 'rayon_km', a.rayon_km, 'disponibilites', a.disponibilites, 'freins', a.freins,
            'inscrit_ft', a.inscrit_ft, 'pass_iae_fin', a.pass_iae_fin),
        'offre', jsonb_build_object('type_offre', o.type_offre, 'titre', o.titre, 'code_insee', o.code_insee, 'reserve_rsa', o.reserve_rsa,
            'horaires', o.horaires, 'details', o.details, 'verifie_le', o.verifie_le,
            'metiers', (SELECT jsonb_agg(m.code_rome ORDER BY m.rang) FROM offre_metier m WHERE m.offre_id = o.id),
            'conditions', (SELECT jsonb_agg(jsonb_build_object('type', c.type, 'valeurs', c.valeurs, 'ferme', c.ferme, 'libelle', c.libelle)
                ORDER BY c.rang) FROM condition c WHERE c.offre_id = o.id)),
        'session', jsonb_build_object('source_id', s.source_id, 'debut', s.debut, 'fin', s.fin, 'places', s.places,
            'places_reservees', s.places_reservees, 'places_tenues', s.places_tenues, 'places_prises', s.places_prises)),
    :version_classement, :maintenant
FROM allocataire a, offre o, session s WHERE a.id = :allocataire_id AND o.id = :offre_id AND s.id = :session_id
ON CONFLICT DO NOTHING RETURNING id;

-- name: deja
-- The prescription that already bears a key, or the living one of a person and a session.
SELECT id, identifiant, cle, allocataire_id, session_id FROM prescription
WHERE cle = :cle OR allocataire_id = :allocataire_id AND session_id = :session_id
    AND etat NOT IN ('terminee', 'absente', 'annulee', 'refusee', 'expiree')
ORDER BY cle = :cle DESC, id LIMIT 1;

-- name: lire
-- One prescription by public id; whether an account follows the person, alone or with its structure; whether it was sent.
SELECT p.id, p.identifiant, p.allocataire_id, coalesce(a.referent_id, p.referent_id) AS referent_id, p.cree_par, o.structure_id, p.offre_id,
    p.session_id, o.type_offre, p.origine, p.beneficiaire, p.etat, p.place, p.motif, p.issue, p.contrat, p.contrat_mois,
    p.contrat_fin, p.precisions, p.depuis, p.echeance, p.relances, p.cree_le, s.debut, s.fin, least(s.date_limite, o.date_limite) AS date_limite,
    EXISTS (SELECT FROM compte c JOIN allocataires_visibles(c.id) v ON v.id = a.id
        WHERE c.id = :compte_id AND (a.referent_id = c.id OR a.structure_id = c.structure_id)) AS suit,
    EXISTS (SELECT FROM prescription_etape e WHERE e.prescription_id = p.id AND e.vers IN ('transmise', 'liste_attente')) AS envoyee
FROM prescription p JOIN allocataire a ON a.id = p.allocataire_id JOIN session s ON s.id = p.session_id JOIN offre o ON o.id = p.offre_id
WHERE p.identifiant = :identifiant;

-- name: verrouiller
-- Prescriptions by internal id, locked in that order: nobody moves them meanwhile.
SELECT p.id, p.identifiant, p.allocataire_id, coalesce(a.referent_id, p.referent_id) AS referent_id, p.cree_par, o.structure_id, p.offre_id,
    p.session_id, o.type_offre, p.origine, p.beneficiaire, p.etat, p.place, p.motif, p.issue, p.contrat, p.contrat_mois,
    p.contrat_fin, p.precisions, p.depuis, p.echeance, p.relances, p.cree_le, s.debut, s.fin, least(s.date_limite, o.date_limite) AS date_limite
FROM prescription p JOIN allocataire a ON a.id = p.allocataire_id JOIN session s ON s.id = p.session_id JOIN offre o ON o.id = p.offre_id
WHERE p.id = ANY (:ids::bigint[]) ORDER BY p.id FOR UPDATE OF p;

-- name: changer_etat!
-- The one command that moves a prescription. A state entered starts its own count of reminders; the contract said at the entry stays.
UPDATE prescription SET etat = :etat, place = :place, motif = :motif, issue = :issue, precisions = :precisions, depuis = :maintenant,
    echeance = :echeance, relance_le = :relance_le, relances = 0, lue_le = :lue_le, contrat = coalesce(:contrat, contrat),
    contrat_mois = coalesce(:contrat_mois, contrat_mois), contrat_fin = coalesce(:contrat_fin, contrat_fin)
WHERE id = :id;

-- name: ajouter_etape!
-- One line of its life.
INSERT INTO prescription_etape (prescription_id, cle, de, vers, quand, qui, compte_id, lien_id, motif, issue, precisions, contrat, contrat_mois, contrat_fin)
VALUES (:prescription_id, :cle, :de, :vers, :maintenant, :qui, :compte_id, :lien_id, :motif, :issue, :precisions, :contrat, :contrat_mois,
    :contrat_fin);

-- name: etape_faite
-- Whether an action was already done.
SELECT EXISTS (SELECT FROM prescription_etape WHERE prescription_id = :prescription_id AND cle = :cle);

-- name: premier_en_attente
-- The first of a waiting list who may have the place; whoever is moving at this instant is passed over.
SELECT id FROM prescription WHERE session_id = :session_id AND etat = 'liste_attente' AND (beneficiaire OR :ordinaires::boolean)
ORDER BY depuis, id LIMIT 1 FOR UPDATE SKIP LOCKED;

-- name: demandes_sans_place
-- Requests for a session that hold no place yet.
SELECT count(*)::int FROM prescription WHERE session_id = :session_id AND etat IN ('proposee', 'acceptee_personne', 'liste_attente');

-- name: sessions_en_attente
-- Sessions with a waiting list, and their dates.
SELECT s.id, s.debut, s.fin, s.date_limite FROM session s
WHERE EXISTS (SELECT FROM prescription p WHERE p.session_id = s.id AND p.etat = 'liste_attente') ORDER BY s.id;

-- name: a_expirer
-- The next one whose time is over, locked.
SELECT id FROM prescription WHERE echeance <= :maintenant ORDER BY echeance, id LIMIT 1 FOR UPDATE SKIP LOCKED;

-- name: a_fermer
-- The next one that its session or its offer left without an object, locked.
SELECT p.id, s.etat = 'annulee' AS session_annulee FROM prescription p JOIN session s ON s.id = p.session_id JOIN offre o ON o.id = p.offre_id
WHERE s.etat = 'annulee' AND p.etat IN ('proposee', 'acceptee_personne', 'transmise', 'liste_attente', 'acceptee_structure')
    OR (s.etat = 'terminee' OR o.etat IN ('fermee', 'expiree')) AND p.etat IN ('proposee', 'acceptee_personne', 'liste_attente')
ORDER BY p.id LIMIT 1 FOR UPDATE OF p SKIP LOCKED;

-- name: marquer_lue!
-- The référent has read the last answer.
UPDATE prescription SET lue_le = :maintenant WHERE id = :id AND lue_le IS NULL;

-- name: noter_suite!
-- What became of the person a few months later; said again, the last word counts.
INSERT INTO prescription_suite (prescription_id, mois, issue, note_le, compte_id) VALUES (:prescription_id, :mois, :issue, :maintenant, :compte_id)
ON CONFLICT (prescription_id, mois) DO UPDATE SET (issue, note_le, compte_id) = (excluded.issue, excluded.note_le, excluded.compte_id);

-- name: structures_a_relancer
-- Structures to be told something, and where to write to them: their own address, one of their accounts, or the contact of an offer.
SELECT o.structure_id, coalesce(st.courriel,
        (SELECT c.courriel FROM compte c WHERE c.structure_id = o.structure_id AND c.role = 'employeur' AND c.actif ORDER BY c.id LIMIT 1),
        min(o.courriel)) AS courriel
FROM prescription p JOIN offre o ON o.id = p.offre_id JOIN structure st ON st.id = o.structure_id
WHERE p.relance_le <= :maintenant GROUP BY o.structure_id, st.courriel ORDER BY o.structure_id;

-- name: ouvrir_recapitulatif
-- The right to write to a structure today; nothing when someone has it already.
INSERT INTO recapitulatif (structure_id, jour) VALUES (:structure_id, :jour) ON CONFLICT DO NOTHING RETURNING structure_id;

-- name: a_recapituler
-- All that awaits a structure, by session; what is due is marked.
SELECT p.id, p.etat, p.relances, p.depuis, coalesce(p.relance_le <= :maintenant, false) AS due, p.session_id, o.titre, s.debut, s.fin, s.heure_debut
FROM prescription p JOIN offre o ON o.id = p.offre_id JOIN session s ON s.id = p.session_id
WHERE o.structure_id = :structure_id
    AND (p.etat = 'transmise' OR p.etat = 'acceptee_structure' AND s.debut <= :jour OR p.etat = 'annulee' AND p.relance_le <= :maintenant)
ORDER BY s.debut NULLS LAST, p.session_id, p.id FOR UPDATE OF p;

-- name: nom_referent
-- Who follows the person, by name.
SELECT coalesce(r.nom, '') FROM prescription p JOIN allocataire a ON a.id = p.allocataire_id LEFT JOIN compte r ON r.id = coalesce(a.referent_id, p.referent_id)
WHERE p.id = :id;

-- name: contact_personne
-- How to tell a person that a place is theirs, when they have agreed to be written to, and when it is.
SELECT CASE WHEN a.accord_telephone THEN a.telephone END AS telephone, CASE WHEN a.accord_courriel THEN a.courriel END AS courriel, p.identifiant, s.debut, s.heure_debut
FROM prescription p JOIN allocataire a ON a.id = p.allocataire_id JOIN session s ON s.id = p.session_id WHERE p.id = :id;

-- name: attendus_le
-- People expected at a session that begins on a day.
SELECT p.id FROM prescription p JOIN session s ON s.id = p.session_id
WHERE p.etat = 'acceptee_structure' AND s.debut = :jour AND s.etat = 'ouverte' ORDER BY p.id;

-- name: noter_relance!
-- The structure was told.
UPDATE prescription SET relances = :relances, relance_le = :relance_le WHERE id = :id;

-- name: creer_lien
-- A link, known by the hash of its token.
INSERT INTO lien (empreinte, prescription_id, session_id, structure_id, cree_le, expire_le)
VALUES (:empreinte, :prescription_id, :session_id, :structure_id, :maintenant, :expire_le) RETURNING id;

-- name: lien
-- A link that still opens.
SELECT l.id, l.prescription_id, l.session_id, l.structure_id, l.expire_le, st.nom AS structure
FROM lien l JOIN structure st ON st.id = l.structure_id
WHERE l.empreinte = :empreinte AND l.revoque_le IS NULL AND l.expire_le > :maintenant;

-- name: noter_usage!
-- A link served to answer.
UPDATE lien SET utilise_le = :maintenant WHERE id = :id;

-- name: revoquer_liens!
-- Links that lead to a prescription, alone or through its session, open nothing any more.
UPDATE lien l SET revoque_le = :maintenant, revoque_par = :compte_id FROM prescription p
WHERE p.id = :prescription_id AND (l.prescription_id = p.id OR l.session_id = p.session_id) AND l.revoque_le IS NULL;

-- name: demandes_recues
-- Requests that a structure received, one or those of a session, still open or answered since; those that were never sent are not there.
SELECT p.id, p.identifiant, p.allocataire_id, p.etat, p.motif, p.issue, p.contrat, p.contrat_mois, p.contrat_fin, p.depuis, a.prenom, a.nom,
    o.identifiant AS offre, o.titre, o.type_offre, st.nom AS structure, p.session_id, s.source_id AS session, s.debut, s.fin, s.heure_debut,
    s.heure_fin, o.adresse, coalesce(m.nom, o.commune_source) AS commune, r.nom AS referent, r.courriel AS courriel_referent,
    coalesce((SELECT e.precisions FROM prescription_etape e WHERE e.prescription_id = p.id AND e.de = 'acceptee_personne' ORDER BY e.id LIMIT 1), '')
        AS mot,
    array(SELECT c.libelle FROM condition c WHERE c.offre_id = o.id AND c.libelle <> '' ORDER BY c.rang) AS conditions
FROM prescription p JOIN allocataire a ON a.id = p.allocataire_id JOIN offre o ON o.id = p.offre_id JOIN session s ON s.id = p.session_id
JOIN structure st ON st.id = o.structure_id
LEFT JOIN commune m ON m.code_insee = o.code_insee LEFT JOIN compte r ON r.id = coalesce(a.referent_id, p.referent_id)
WHERE (p.id = :prescription_id OR p.session_id = :session_id) AND o.structure_id = :structure_id
    AND EXISTS (SELECT FROM prescription_etape e WHERE e.prescription_id = p.id AND e.vers = 'transmise')
ORDER BY a.cle_tri, p.id;

-- name: session_de
-- A session by the public id of its offer and its own, with the structure that answers for it.
SELECT s.id, o.structure_id FROM session s JOIN offre o ON o.id = s.offre_id WHERE o.identifiant = :offre AND s.source_id = :session;

-- name: nombre_en_attente
-- How many people wait for a place.
SELECT count(*)::int FROM prescription WHERE session_id = :session_id AND etat = 'liste_attente';
