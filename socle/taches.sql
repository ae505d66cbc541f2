-- Jobs: one row each, locked while it runs.

-- name: inscrire!
-- The row of a job that never ran.
INSERT INTO tache (nom) VALUES (:nom) ON CONFLICT DO NOTHING;

-- name: prendre
-- A job that is due, locked; nothing when another worker runs it.
SELECT nom FROM tache WHERE nom = :nom AND (prochaine_le IS NULL OR prochaine_le <= :maintenant) FOR UPDATE SKIP LOCKED;

-- name: noter!
-- What a job did, and when it runs next.
UPDATE tache SET prochaine_le = :prochaine_le, finie_le = :maintenant, bilan = :bilan, echecs = CASE WHEN :echec::boolean THEN echecs + 1 ELSE 0 END
WHERE nom = :nom;

-- name: taches
-- Every job, by name: for the page of who keeps the service.
SELECT nom, prochaine_le, finie_le, bilan, echecs FROM tache ORDER BY nom;
