-- Importing people.

-- name: connues
-- Everybody, with what recognises them and what a file may complete.
SELECT a.id, a.nom, a.prenom, a.cle_tri, a.annee_naissance, a.commune, a.telephone, a.courriel, a.entree_rsa, a.date_cer, a.orientation, a.droit_rsa,
    a.droits_devoirs, a.sortie_rsa, a.inscrit_ft, a.niveau, a.rayon_km, a.metiers, a.freins, a.freins_absents, a.structure_id, a.referent_id,
    a.vu_flux_le, a.flux_organisme,
    coalesce((SELECT array_agg(n.cle_tri ORDER BY n.cle_tri) FROM autre_nom n WHERE n.allocataire_id = a.id), '{}') AS autres_noms
FROM allocataire a ORDER BY a.id;

-- name: decisions
-- What people decided about earlier doubtful lines: whose file each became.
SELECT empreinte, allocataire_id FROM rapprochement WHERE decision IS NOT NULL ORDER BY id;

-- name: en_attente
-- Prints of the doubtful lines that wait for someone.
SELECT empreinte FROM rapprochement WHERE decision IS NULL ORDER BY id;

-- name: candidats_en_attente
-- People that a waiting line may be.
SELECT DISTINCT c.allocataire_id FROM rapprochement_candidat c JOIN rapprochement r ON r.id = c.rapprochement_id
WHERE r.decision IS NULL ORDER BY c.allocataire_id;

-- name: structures
-- Structures by folded name; a name that two bear finds neither.
SELECT cle_tri, min(id) AS id FROM structure WHERE NOT fermee GROUP BY cle_tri HAVING count(*) = 1 ORDER BY cle_tri;

-- name: structure
-- Internal id of a structure by its public id.
SELECT id FROM structure WHERE identifiant = :identifiant;

-- name: referents
-- Professionals who may follow people, by mail address.
SELECT courriel, id, structure_id FROM compte WHERE role = 'cip' AND actif ORDER BY courriel;

-- name: marquer_vues!
-- People that the monthly flow of an organisme holds.
UPDATE allocataire SET vu_flux_le = :jour, flux_organisme = :organisme
WHERE id = ANY (:ids ::bigint[]) AND (vu_flux_le IS DISTINCT FROM :jour OR flux_organisme IS DISTINCT FROM :organisme);

-- name: sorties
-- People of an organisme that its earlier flows held and that this one does not; those whom a doubt concerns are left alone.
SELECT id FROM allocataire
WHERE flux_organisme = ANY (:organismes ::text[]) AND vu_flux_le < :jour AND sortie_rsa IS NULL AND NOT id = ANY (:sauf ::bigint[]) ORDER BY id;

-- name: presents
-- How many people of these organismes have an open right.
SELECT count(*)::int FROM allocataire WHERE flux_organisme = ANY (:organismes ::text[]) AND sortie_rsa IS NULL;

-- name: dernier_flux
-- Reference day of the last monthly flow of an organisme.
SELECT max(vu_flux_le) FROM allocataire WHERE flux_organisme = :organisme;

-- name: marquer_sorties!
UPDATE allocataire SET sortie_rsa = :jour, droit_rsa = 'clos', version = version + 1, maj_le = :instant, maj_par = NULL WHERE id = ANY (:ids ::bigint[]);

-- name: mettre_en_attente
INSERT INTO rapprochement (identifiant, empreinte, motif, fichier, chemin, source, structure_id, faits, cree_le)
VALUES (:identifiant, :empreinte, :motif, :fichier, :chemin, :source, :structure_id, :faits, :instant) RETURNING id;

-- name: ajouter_candidats!
INSERT INTO rapprochement_candidat (rapprochement_id, rang, allocataire_id)
SELECT :id, rang - 1, allocataire_id FROM unnest(:ids ::bigint[]) WITH ORDINALITY AS c (allocataire_id, rang);

-- name: colonnes_apprises
-- Fields by folded header, as this structure uses them.
SELECT entete, champ FROM colonne_liste WHERE structure_id IS NOT DISTINCT FROM :structure_id ORDER BY entete;

-- name: apprendre_colonne!
INSERT INTO colonne_liste (structure_id, entete, champ) VALUES (:structure_id, :entete, :champ)
ON CONFLICT (structure_id, entete) DO UPDATE SET champ = excluded.champ WHERE colonne_liste.champ <> excluded.champ;

-- name: noter_import!
INSERT INTO import (format, source, fichier, empreinte_fichier, lance_le, lus, crees, modifies, inchanges, fermes, rejetes)
VALUES (:format, :source, :fichier, :empreinte_fichier, :instant, :lus, :crees, :modifies, :inchanges, :partis, :rejetes);
