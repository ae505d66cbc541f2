-- Doubtful lines. A counsellor sees those all of whose candidates they may see; « tout » is for an administrator.

-- name: nombre
-- How many doubtful lines wait for this account.
SELECT count(*)::int FROM rapprochement r
WHERE r.decision IS NULL AND (:tout OR NOT EXISTS (SELECT FROM rapprochement_candidat c WHERE c.rapprochement_id = r.id
    AND c.allocataire_id NOT IN (SELECT v.id FROM allocataires_visibles(:compte_id) v))
    AND EXISTS (SELECT FROM rapprochement_candidat c WHERE c.rapprochement_id = r.id));

-- name: en_attente
-- Doubtful lines that wait for this account, the oldest first.
SELECT r.id, r.identifiant, r.motif, r.fichier, r.chemin, r.source, r.cree_le, r.faits AS personne, m.nom AS commune, s.nom AS structure
FROM rapprochement r
LEFT JOIN commune m ON m.code_insee = r.faits #>> '{dires,attaches,commune}'
LEFT JOIN structure s ON s.id = (r.faits #>> '{dires,attaches,structure_id}')::bigint
WHERE r.decision IS NULL AND (:tout OR NOT EXISTS (SELECT FROM rapprochement_candidat c WHERE c.rapprochement_id = r.id
    AND c.allocataire_id NOT IN (SELECT v.id FROM allocataires_visibles(:compte_id) v))
    AND EXISTS (SELECT FROM rapprochement_candidat c WHERE c.rapprochement_id = r.id))
ORDER BY r.id LIMIT :limite OFFSET :debut;

-- name: candidats
-- Whom some doubtful lines may be, the likeliest first.
SELECT c.rapprochement_id, a.id, a.identifiant, a.nom, a.prenom, a.annee_naissance, m.nom AS commune, a.entree_rsa, a.telephone, a.courriel,
    s.nom AS structure, r.nom AS referent
FROM rapprochement_candidat c
JOIN allocataire a ON a.id = c.allocataire_id
LEFT JOIN commune m ON m.code_insee = a.commune
LEFT JOIN structure s ON s.id = a.structure_id
LEFT JOIN compte r ON r.id = a.referent_id
WHERE c.rapprochement_id = ANY (:ids ::bigint[]) ORDER BY c.rapprochement_id, c.rang;

-- name: prendre
-- One doubtful line for this account, held until the transaction ends.
SELECT r.id, r.source, r.faits AS personne, r.decision IS NOT NULL AS decide
FROM rapprochement r
WHERE r.identifiant = :identifiant AND (:tout OR NOT EXISTS (SELECT FROM rapprochement_candidat c WHERE c.rapprochement_id = r.id
    AND c.allocataire_id NOT IN (SELECT v.id FROM allocataires_visibles(:compte_id) v)))
FOR UPDATE;

-- name: connue
-- A candidate of a doubtful line, as an import completes it.
SELECT a.id, a.identifiant, a.annee_naissance, a.commune, a.telephone, a.courriel, a.entree_rsa, a.date_cer, a.orientation, a.droit_rsa, a.droits_devoirs,
    a.sortie_rsa, a.inscrit_ft, a.niveau, a.rayon_km, a.metiers, a.freins, a.freins_absents, a.structure_id, a.referent_id
FROM allocataire a JOIN rapprochement_candidat c ON c.allocataire_id = a.id
WHERE c.rapprochement_id = :rapprochement_id AND a.identifiant = :identifiant;

-- name: decider!
-- What the file said is erased with the decision.
UPDATE rapprochement SET decision = :decision, decide_le = :instant, decide_par = :compte_id, allocataire_id = :allocataire_id, faits = NULL
WHERE id = :id;
