-- The lists of everybody. These commands are for the night run and for whoever has already checked whom they may see.

-- name: personnes
-- Everybody, with who follows them: the run is the system's, no account reads it.
SELECT a.id, coalesce(r.nom, '') AS referent, a.identifiant, a.prenom, a.nom, a.source, a.source_id, a.commune, a.orientation, a.annee_naissance,
    a.entree_rsa, a.date_cer, a.publics, a.criteres_iae, a.metiers, a.projet, a.experience, a.competences, a.niveau, a.francais, a.permis, a.vehicule,
    a.moyen_transport, a.rayon_km, a.disponibilites, a.freins, a.inscrit_ft, a.rqth, a.pass_iae_fin
FROM allocataire a LEFT JOIN compte r ON r.id = a.referent_id ORDER BY a.id;

-- name: verrouiller
-- One run at a time: false when another holds the lock, which is given back with the connection.
SELECT pg_try_advisory_lock(940001);

-- name: lacher
-- Give the lock back.
SELECT pg_advisory_unlock(940001);

-- name: inacheve
-- A run that was interrupted with the very same inputs, and how many people it had done.
SELECT l.id, (SELECT count(*)::int FROM appariement a WHERE a.lot_id = l.id) AS faites
FROM appariement_lot l WHERE l.fini_le IS NULL AND l.empreinte = :empreinte ORDER BY l.id DESC;

-- name: oublier_inacheves!
-- Runs that were interrupted, but the one that goes on.
DELETE FROM appariement_lot WHERE fini_le IS NULL AND id IS DISTINCT FROM :sauf::bigint;

-- name: ouvrir_lot
-- Begin a run.
INSERT INTO appariement_lot (version, empreinte, jour, parts, personnes, offres, commence_le)
VALUES (:version, :empreinte, :jour, :parts, :personnes, :offres, :instant) RETURNING id;

-- name: clore_lot!
-- The run is done.
UPDATE appariement_lot SET fini_le = :instant WHERE id = :lot_id;

-- name: retirer!
-- The run in force is no more, nor any older one.
DELETE FROM appariement_lot WHERE fini_le IS NOT NULL AND id <> :lot_id;

-- name: mettre_en_vigueur!
-- From the commit on, this run is the one that is read.
UPDATE appariement_lot SET en_vigueur = true WHERE id = :lot_id;

-- name: liste
-- The list in force of one person.
SELECT l.version, l.empreinte, l.jour, l.parts AS noms, a.offres, a.totaux, a.statuts, a.parts
FROM appariement a JOIN appariement_lot l ON l.id = a.lot_id JOIN allocataire p ON p.id = a.allocataire_id
WHERE l.en_vigueur AND p.identifiant = :identifiant;

-- name: expositions
-- How often everybody was proposed something; who was not is absent.
SELECT e.allocataire_id, e.recentes, e.vivantes, e.derniere FROM expositions(:recent, :ancien) e ORDER BY e.allocataire_id;
