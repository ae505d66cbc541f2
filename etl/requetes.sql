-- Queries of the import engine. Those that name vu_… and lu_… tables need the working tables of travail.sql.

-- name: un_seul_import
-- Imports queue one behind the other: two at once would give two answers to « is this offer new? ».
SELECT pg_advisory_xact_lock(94000001);

-- name: codes_rome
-- Codes that an offer may carry.
SELECT code_rome FROM metier ORDER BY code_rome;

-- name: communes_connues
-- Communes that a place may be tied to.
SELECT code_insee, cle_tri, codes_postaux FROM commune ORDER BY code_insee;

-- name: trier_structures
-- Which structures of the batch are new, changed, as before, or already met in this file (doublon). A null print is a rejected one.
WITH lu AS (
    SELECT * FROM unnest(:rangs::int[], :sources::text[], :source_ids::text[], :empreintes::bytea[]) AS lu (rang, source, source_id, empreinte)
), vue AS (
    INSERT INTO vu_structure (source, source_id) SELECT source, source_id FROM lu ON CONFLICT DO NOTHING RETURNING source, source_id
)
SELECT lu.rang,
    CASE WHEN vue.source_id IS NOT NULL AND lu.empreinte IS NOT NULL THEN coalesce(s.id, nextval(pg_get_serial_sequence('structure', 'id'))) END AS id,
    CASE WHEN vue.source_id IS NULL THEN 'doublon' WHEN lu.empreinte IS NULL THEN 'rejetee' WHEN s.id IS NULL THEN 'nouvelle'
        WHEN s.empreinte <> lu.empreinte THEN 'modifiee' ELSE 'inchangee' END AS statut
FROM lu LEFT JOIN vue USING (source, source_id) LEFT JOIN structure s USING (source, source_id) ORDER BY lu.rang;

-- name: ecrire_structures!
-- New and changed structures of the batch.
INSERT INTO structure (id, identifiant, source, source_id, nom, cle_tri, siret, type_structure, description, code_insee, commune_source, code_postal,
    adresse, latitude, longitude, contact_nom, telephone, courriel, lien, reseaux, maj_le, empreinte, cree_le, modifie_le)
OVERRIDING SYSTEM VALUE
SELECT id, identifiant, source, source_id, nom, cle_tri, siret, type_structure, description, code_insee, commune_source, code_postal,
    adresse, latitude, longitude, contact_nom, telephone, courriel, lien, reseaux, maj_le, empreinte, :instant::timestamptz, :instant::timestamptz
FROM lu_structure ORDER BY id
ON CONFLICT (source, source_id) DO UPDATE SET (nom, cle_tri, siret, type_structure, description, code_insee, commune_source, code_postal, adresse,
    latitude, longitude, contact_nom, telephone, courriel, lien, reseaux, maj_le, empreinte, modifie_le)
    = (excluded.nom, excluded.cle_tri, excluded.siret, excluded.type_structure, excluded.description, excluded.code_insee, excluded.commune_source,
    excluded.code_postal, excluded.adresse, excluded.latitude, excluded.longitude, excluded.contact_nom, excluded.telephone, excluded.courriel,
    excluded.lien, excluded.reseaux, excluded.maj_le, excluded.empreinte, excluded.modifie_le);

-- name: trier_offres
-- Which offers of the batch are new, changed, as before, or already met in this file (doublon). A null print is a rejected one. A closed offer
-- that is back counts as changed, unless a person closed it.
WITH lu AS (
    SELECT * FROM unnest(:rangs::int[], :sources::text[], :source_ids::text[], :empreintes::bytea[], :etats::text[], :structures::text[],
        :chemins::text[]) AS lu (rang, source, source_id, empreinte, etat, structure, chemin)
), tri AS (
    SELECT lu.*, o.id, o.verifie_le,
        CASE WHEN lu.empreinte IS NULL THEN 'rejetee' WHEN o.id IS NULL THEN 'nouvelle'
            WHEN o.empreinte <> lu.empreinte OR (o.etat = 'fermee' AND NOT o.fermee_par_personne AND lu.etat <> 'fermee') THEN 'modifiee'
            ELSE 'inchangee' END AS statut
    FROM lu LEFT JOIN offre o USING (source, source_id)
), vue AS (
    INSERT INTO vu_offre (source, source_id, structure, chemin, statut) SELECT source, source_id, structure, chemin, statut FROM tri
    ON CONFLICT DO NOTHING RETURNING source, source_id
)
SELECT tri.rang, tri.verifie_le,
    CASE WHEN vue.source_id IS NOT NULL AND tri.empreinte IS NOT NULL THEN coalesce(tri.id, nextval(pg_get_serial_sequence('offre', 'id'))) END AS id,
    CASE WHEN vue.source_id IS NULL THEN 'doublon' ELSE tri.statut END AS statut
FROM tri LEFT JOIN vue USING (source, source_id) ORDER BY tri.rang;

-- name: marquer_rejetees!
-- Offers refused after the sorting: seen in the file, but not read.
UPDATE vu_offre v SET statut = 'rejetee' FROM unnest(:sources::text[], :source_ids::text[]) AS r (source, source_id)
WHERE v.source = r.source AND v.source_id = r.source_id;

-- name: occupation
-- Places held and taken on the sessions of changed offers, locked until the end so that nobody takes one meanwhile.
SELECT offre_id, source_id, places_tenues + places_prises AS occupees FROM session WHERE offre_id = ANY(:ids::bigint[]) ORDER BY id FOR UPDATE;

-- name: ecrire_offres!
-- New and changed offers of the batch. An offer that a person has suspended or closed stays so; a confirmation never goes back in time.
INSERT INTO offre (id, identifiant, source, source_id, type_offre, titre, description, structure_id, publics, reserve_rsa, date_limite, code_insee,
    commune_source, code_postal, adresse, latitude, longitude, presence, creneaux, horaires, heures_hebdo, contact_nom, telephone, courriel, lien,
    modalites, cout, cout_precisions, details, etat, publie_le, verifie_le, empreinte, cree_le, modifie_le)
OVERRIDING SYSTEM VALUE
SELECT l.id, l.identifiant, l.source, l.source_id, l.type_offre, l.titre, l.description, s.id, l.publics, l.reserve_rsa, l.date_limite, l.code_insee,
    l.commune_source, l.code_postal, l.adresse, l.latitude, l.longitude, l.presence, l.creneaux, l.horaires, l.heures_hebdo, l.contact_nom,
    l.telephone, l.courriel, l.lien, l.modalites, l.cout, l.cout_precisions, l.details::jsonb, l.etat, l.publie_le, l.verifie_le, l.empreinte,
    :instant::timestamptz, :instant::timestamptz
FROM lu_offre l LEFT JOIN structure s ON s.source = l.source AND s.source_id = l.structure ORDER BY l.id
ON CONFLICT (source, source_id) DO UPDATE SET (type_offre, titre, description, structure_id, publics, reserve_rsa, date_limite, code_insee,
    commune_source, code_postal, adresse, latitude, longitude, presence, creneaux, horaires, heures_hebdo, contact_nom, telephone, courriel, lien,
    modalites, cout, cout_precisions, details, etat, publie_le, verifie_le, empreinte, modifie_le)
    = (excluded.type_offre, excluded.titre, excluded.description, excluded.structure_id, excluded.publics, excluded.reserve_rsa, excluded.date_limite,
    excluded.code_insee, excluded.commune_source, excluded.code_postal, excluded.adresse, excluded.latitude, excluded.longitude, excluded.presence,
    excluded.creneaux, excluded.horaires, excluded.heures_hebdo, excluded.contact_nom, excluded.telephone, excluded.courriel, excluded.lien,
    excluded.modalites, excluded.cout, excluded.cout_precisions, excluded.details,
    CASE WHEN offre.etat = 'suspendue' OR offre.fermee_par_personne THEN offre.etat ELSE excluded.etat END, excluded.publie_le,
    greatest(offre.verifie_le, excluded.verifie_le), excluded.empreinte, excluded.modifie_le);

-- name: vider_metiers!
-- Métiers of changed offers, before they are written again.
DELETE FROM offre_metier WHERE offre_id = ANY(:ids::bigint[]);

-- name: vider_conditions!
-- Conditions of changed offers, before they are written again.
DELETE FROM condition WHERE offre_id = ANY(:ids::bigint[]);

-- name: vider_apports!
-- Apports of changed offers, before they are written again.
DELETE FROM apport WHERE offre_id = ANY(:ids::bigint[]);

-- name: supprimer_sessions!
-- Sessions gone from changed offers, that nobody holds and that nobody was ever proposed.
DELETE FROM session s WHERE s.offre_id = ANY(:ids::bigint[]) AND s.places_tenues + s.places_prises = 0
    AND NOT EXISTS (SELECT FROM prescription p WHERE p.session_id = s.id)
    AND NOT EXISTS (SELECT FROM lu_session l WHERE l.offre_id = s.offre_id AND l.source_id = s.source_id);

-- name: annuler_sessions!
-- Sessions gone from changed offers while someone holds a place there, or was proposed it: kept, so that the person is told.
UPDATE session s SET etat = 'annulee' WHERE s.offre_id = ANY(:ids::bigint[]) AND s.etat <> 'annulee'
    AND NOT EXISTS (SELECT FROM lu_session l WHERE l.offre_id = s.offre_id AND l.source_id = s.source_id);

-- name: ecrire_sessions!
-- Sessions of new and changed offers. Places held and taken belong to catalogue.places and are never touched here.
INSERT INTO session (offre_id, source_id, debut, fin, heure_debut, heure_fin, date_limite, horaires, places, places_reservees, etat)
SELECT offre_id, source_id, debut, fin, heure_debut, heure_fin, date_limite, horaires, places, places_reservees, etat
FROM lu_session ORDER BY offre_id, source_id
ON CONFLICT (offre_id, source_id) DO UPDATE SET (debut, fin, heure_debut, heure_fin, date_limite, horaires, places, places_reservees, etat)
    = (excluded.debut, excluded.fin, excluded.heure_debut, excluded.heure_fin, excluded.date_limite, excluded.horaires, excluded.places,
    excluded.places_reservees, excluded.etat);

-- name: confirmer_offres!
-- Offers as before, seen again on a later day.
UPDATE offre o SET verifie_le = l.jour FROM unnest(:ids::bigint[], :jours::date[]) AS l (id, jour)
WHERE o.id = l.id AND (o.verifie_le IS NULL OR o.verifie_le < l.jour);

-- name: relier_structures
-- Offers whose structure came later in the file, or in a file read since. Tells how many of them were unchanged until then.
WITH lien AS (
    SELECT o.id, s.id AS structure_id, v.statut
    FROM vu_offre v JOIN offre o USING (source, source_id) JOIN structure s ON s.source = v.source AND s.source_id = v.structure
    WHERE v.statut <> 'rejetee' AND o.structure_id IS DISTINCT FROM s.id
), relie AS (
    UPDATE offre o SET structure_id = lien.structure_id, modifie_le = :instant::timestamptz FROM lien WHERE o.id = lien.id RETURNING lien.statut
)
SELECT count(*) FILTER (WHERE statut = 'inchangee')::int FROM relie;

-- name: sans_structure
-- Offers whose structure is nowhere, in the order of the ids.
SELECT v.chemin, v.structure FROM vu_offre v
WHERE v.structure IS NOT NULL AND v.statut <> 'rejetee'
    AND NOT EXISTS (SELECT FROM structure s WHERE s.source = v.source AND s.source_id = v.structure)
ORDER BY v.source, v.source_id;

-- name: sources_vues
-- Sources met in the file.
SELECT DISTINCT source FROM vu_offre ORDER BY source;

-- name: bilan_fermetures
-- By source: living offers before the import, those of them read well in the file, those absent from it.
SELECT o.source, count(*) FILTER (WHERE v.statut IS DISTINCT FROM 'nouvelle')::int AS vivantes,
    count(*) FILTER (WHERE v.statut <> 'rejetee')::int AS lues, count(*) FILTER (WHERE v.source IS NULL)::int AS absentes
FROM offre o LEFT JOIN vu_offre v USING (source, source_id)
WHERE o.source = ANY(:sources::text[]) AND o.etat NOT IN ('fermee', 'expiree') GROUP BY o.source ORDER BY o.source;

-- name: fermer_absentes!
-- A full feed closes what has vanished from it.
UPDATE offre o SET etat = 'fermee', modifie_le = :instant::timestamptz
WHERE o.source = ANY(:sources::text[]) AND o.etat NOT IN ('fermee', 'expiree')
    AND NOT EXISTS (SELECT FROM vu_offre v WHERE v.source = o.source AND v.source_id = o.source_id);

-- name: noter_import!
-- One row per import that wrote.
INSERT INTO import (format, source, fichier, empreinte_fichier, lance_le, lus, crees, modifies, inchanges, fermes, rejetes)
VALUES (:format, :source, :fichier, :empreinte_fichier, :instant, :lus, :crees, :modifies, :inchanges, :fermes, :rejetes);
