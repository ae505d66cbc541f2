-- Social clauses of the demonstration.

-- name: deja
-- Whether someone follows a clause already: what people did in the demonstration is never overwritten.
SELECT EXISTS (SELECT FROM lot);

-- name: cre
-- The account that follows them.
SELECT id, identifiant, role, nom, structure_id, territoires, allocataire_id FROM compte
WHERE demonstration AND actif AND role = 'cre' ORDER BY cardinality(territoires), id LIMIT 1;

-- name: offre
-- Public id of a card.
SELECT identifiant FROM offre WHERE source = :source AND source_id = :source_id;

-- name: prises
-- Prescriptions whose person is already on a lot.
SELECT p.identifiant FROM prescription p WHERE EXISTS (SELECT FROM participation x WHERE x.prescription_id = p.id) ORDER BY p.id;
