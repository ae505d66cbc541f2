-- The relation with structures in the demonstration.

-- name: deja
-- Whether someone has noted something already: what people did in the demonstration is never overwritten.
SELECT EXISTS (SELECT FROM echange) OR EXISTS (SELECT FROM contact) OR EXISTS (SELECT FROM action);

-- name: cre
-- Accounts by their public ids.
SELECT id, identifiant, role, nom, structure_id, territoires, allocataire_id FROM compte WHERE identifiant = ANY (:identifiants::text[]) ORDER BY id;

-- name: structure
-- Public id of a structure.
SELECT identifiant FROM structure WHERE source = :source AND source_id = :cle;
