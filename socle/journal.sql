-- The audit trail.

-- name: ajouter!
INSERT INTO journal (compte_id, acteur, role, action, objet, allocataire_id)
VALUES (:compte_id, :acteur, :role, :action, :objet, :allocataire_id);

-- name: consultations
-- Who did what about a person, the latest first.
SELECT quand, compte_id, acteur, role, action, objet FROM journal WHERE allocataire_id = :allocataire_id ORDER BY id DESC LIMIT :limite;
