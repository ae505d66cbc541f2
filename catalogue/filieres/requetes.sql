-- Filières. Every list has a total order.

-- name: toutes
-- Every filière, or those that are shown.
SELECT f.id, f.identifiant, f.cle, f.nom, f.accroche, f.presentation, f.contact, f.ordre, f.publiee, f.version,
    array(SELECT m.code FROM filiere_metier m WHERE m.filiere_id = f.id ORDER BY m.code) AS codes
FROM filiere f WHERE f.publiee OR :aussi_cachees::boolean ORDER BY f.ordre, f.cle;

-- name: une
-- One filière by its key.
SELECT f.id, f.identifiant, f.cle, f.nom, f.accroche, f.presentation, f.contact, f.ordre, f.publiee, f.version,
    array(SELECT m.code FROM filiere_metier m WHERE m.filiere_id = f.id ORDER BY m.code) AS codes
FROM filiere f WHERE f.cle = :cle;

-- name: par_identifiant
-- One filière by its public id: what a form sent twice finds.
SELECT f.id, f.identifiant, f.cle, f.nom, f.accroche, f.presentation, f.contact, f.ordre, f.publiee, f.version,
    array(SELECT m.code FROM filiere_metier m WHERE m.filiere_id = f.id ORDER BY m.code) AS codes
FROM filiere f WHERE f.identifiant = :identifiant;

-- name: offres
-- Offers that belong to a filière, in whatever state.
SELECT id FROM offres_de_filiere(:filiere_id) AS id ORDER BY id;

-- name: structures
-- Structures named by a filière.
SELECT s.id, s.identifiant, s.nom, s.type_structure, coalesce(c.nom, s.commune_source) AS commune
FROM filiere_structure f JOIN structure s ON s.id = f.structure_id LEFT JOIN commune c ON c.code_insee = s.code_insee
WHERE f.filiere_id = :filiere_id ORDER BY s.cle_tri, s.id;

-- name: structures_par_ids
-- Structures by inner ids, in the order of the dictionary.
SELECT s.id, s.identifiant, s.nom, s.type_structure, coalesce(c.nom, s.commune_source) AS commune
FROM structure s LEFT JOIN commune c ON c.code_insee = s.code_insee WHERE s.id = ANY(:ids::bigint[]) ORDER BY s.cle_tri, s.id;

-- name: structures_par_identifiants
-- Structures by public ids, in the order of the dictionary.
SELECT s.id, s.identifiant, s.nom, s.type_structure, coalesce(c.nom, s.commune_source) AS commune
FROM structure s LEFT JOIN commune c ON c.code_insee = s.code_insee WHERE s.identifiant = ANY(:identifiants::text[]) ORDER BY s.cle_tri, s.id;

-- name: structures_cherchees
-- Open structures whose folded name holds some words, or that bear a SIRET.
SELECT s.id, s.identifiant, s.nom, s.type_structure, coalesce(c.nom, s.commune_source) AS commune
FROM structure s LEFT JOIN commune c ON c.code_insee = s.code_insee
WHERE NOT s.fermee AND (position(:mots::text IN s.cle_tri) > 0 OR s.siret = :mots::text) ORDER BY s.cle_tri, s.id LIMIT :limite;

-- name: seances
-- Dated sessions by inner ids, in the order of a calendar.
SELECT s.id, s.source_id AS cle, o.identifiant AS offre, o.type_offre, o.titre, s.debut, s.fin, s.heure_debut, s.heure_fin, st.nom AS structure,
    coalesce(c.nom, o.commune_source) AS commune, greatest(s.places - s.places_tenues - s.places_prises, 0) AS libres
FROM session s JOIN offre o ON o.id = s.offre_id LEFT JOIN structure st ON st.id = o.structure_id LEFT JOIN commune c ON c.code_insee = o.code_insee
WHERE s.id = ANY(:ids::bigint[]) AND s.debut IS NOT NULL ORDER BY s.debut, s.heure_debut NULLS FIRST, s.id;

-- name: domaines
-- Letters and domains of the ROME.
SELECT code, libelle FROM grand_domaine UNION ALL SELECT code, libelle FROM domaine_professionnel ORDER BY code;

-- name: creer
-- A new filière; nothing when its id or its key is taken.
INSERT INTO filiere (identifiant, cle, nom, accroche, presentation, contact, ordre, publiee, version, cree_le, modifie_le)
VALUES (:identifiant, :cle, :nom, :accroche, :presentation, :contact, :ordre, :publiee, 1, :instant, :instant)
ON CONFLICT DO NOTHING RETURNING id;

-- name: modifier!
-- The next version, by who read the last one.
UPDATE filiere SET nom = :nom, accroche = :accroche, presentation = :presentation, contact = :contact, ordre = :ordre, publiee = :publiee,
    version = version + 1, modifie_le = :instant
WHERE id = :filiere_id AND version = :version;

-- name: vider_metiers!
-- Métiers, before they are written again.
DELETE FROM filiere_metier WHERE filiere_id = :filiere_id;

-- name: vider_structures!
-- Structures, before they are written again.
DELETE FROM filiere_structure WHERE filiere_id = :filiere_id;

-- name: ecrire_metiers!
-- Codes that the ROME in force knows; the others are left out.
INSERT INTO filiere_metier (filiere_id, code)
SELECT :filiere_id, v.code FROM unnest(:codes::text[]) AS v (code)
WHERE EXISTS (SELECT FROM grand_domaine g WHERE g.code = v.code) OR EXISTS (SELECT FROM domaine_professionnel d WHERE d.code = v.code)
    OR EXISTS (SELECT FROM metier m WHERE m.code_rome = v.code)
ON CONFLICT DO NOTHING;

-- name: ecrire_structures!
-- Structures by public ids; unknown ones are left out.
INSERT INTO filiere_structure (filiere_id, structure_id)
SELECT :filiere_id, s.id FROM structure s WHERE s.identifiant = ANY(:identifiants::text[]) ON CONFLICT DO NOTHING;
