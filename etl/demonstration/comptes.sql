-- Accounts of the demonstration.

-- name: ajouter_compte!
INSERT INTO compte (identifiant, role, nom, courriel, structure_id, allocataire_id, territoires, demonstration, cree_le)
VALUES (:identifiant, :role, :nom, :courriel,
    (SELECT id FROM structure WHERE source = :source AND source_id = :structure),
    (SELECT id FROM allocataire WHERE source = :source AND source_id = :personne),
    :territoires, true, :maintenant)
ON CONFLICT (identifiant) DO UPDATE SET role = excluded.role, nom = excluded.nom, courriel = excluded.courriel, structure_id = excluded.structure_id,
    allocataire_id = excluded.allocataire_id, territoires = excluded.territoires, demonstration = true, actif = true;

-- name: affecter!
-- Each person gets a référent, and the référent's structure.
UPDATE allocataire a SET referent_id = c.id, structure_id = c.structure_id
FROM unnest(:personnes::text[], :referents::text[]) AS p (personne, referent)
JOIN compte c ON c.identifiant = p.referent
WHERE a.source = :source AND a.source_id = p.personne AND a.referent_id IS NULL;
