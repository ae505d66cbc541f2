-- Queries of the catalogue. Every list has a total order.

-- name: metiers
-- The ROME as it is loaded.
SELECT code_rome, libelle, code_rome_parent, definition, acces_metier, emploi_reglemente, emploi_cadre, transition_eco, transition_num, transition_demo
FROM metier ORDER BY code_rome;

-- name: metiers_en_mots
-- Every métier with all that is said of it in words: what the search of métiers reads.
SELECT m.code_rome, m.libelle, m.code_rome_parent AS parent, m.definition,
    array(SELECT a.libelle FROM appellation a WHERE a.code_rome = m.code_rome ORDER BY a.code_ogr) AS titres,
    array(
        SELECT c.libelle FROM metier_competence mc JOIN competence c USING (code_ogr) WHERE mc.code_rome = m.code_rome ORDER BY c.code_ogr
    ) AS competences
FROM metier m ORDER BY m.code_rome;

-- name: mobilites
-- Links from one métier to those it can lead to, nearest first.
SELECT code_rome, code_rome_cible, numero_ordre FROM mobilite ORDER BY code_rome, numero_ordre, code_rome_cible;

-- name: communes
-- Communes of the référentiel.
SELECT code_insee, nom, codes_postaux, latitude, longitude, territoire FROM commune ORDER BY cle_tri, code_insee;

-- name: territoires
-- Groupings of communes.
SELECT code, nom, nature FROM territoire ORDER BY code;

-- name: tensions
-- The last measure of tension of each métier.
SELECT DISTINCT ON (code_rome) code_rome, degre, jour FROM tension ORDER BY code_rome, jour DESC;

-- name: image_offres
-- What the picture in memory holds of each published offer: of some, or of all when none is named.
SELECT o.id, o.identifiant, o.type_offre, o.titre, o.description, o.structure_id, s.nom AS structure, s.type_structure, o.publics, o.reserve_rsa,
    o.date_limite, o.code_insee, coalesce(o.latitude, c.latitude) AS latitude, coalesce(o.longitude, c.longitude) AS longitude, o.presence,
    o.creneaux, o.verifie_le, o.details
FROM offre o LEFT JOIN structure s ON s.id = o.structure_id LEFT JOIN commune c ON c.code_insee = o.code_insee
WHERE o.etat = 'publiee' AND (:ids::bigint[] IS NULL OR o.id = ANY(:ids::bigint[])) ORDER BY o.id;

-- name: image_metiers
-- Métiers of the published offers, the main one first.
SELECT m.offre_id, m.code_rome FROM offre_metier m JOIN offre o ON o.id = m.offre_id
WHERE o.etat = 'publiee' AND (:ids::bigint[] IS NULL OR o.id = ANY(:ids::bigint[])) ORDER BY m.offre_id, m.rang;

-- name: image_conditions
-- Conditions of the published offers. A place in a SIAE asks for the criteria of the law (Code du travail, L5132-3) even where its source forgot them.
WITH publiee AS (
    SELECT o.id, o.type_offre, coalesce(o.details ->> 'type_structure', s.type_structure) AS type_structure,
        (o.details ->> 'niveau_criteres')::int AS niveau_criteres
    FROM offre o LEFT JOIN structure s ON s.id = o.structure_id
    WHERE o.etat = 'publiee' AND (:ids::bigint[] IS NULL OR o.id = ANY(:ids::bigint[]))
)
SELECT p.id AS offre_id, c.type, c.operateur, c.valeurs, c.ferme, c.origine, c.libelle, p.type_structure, p.niveau_criteres, c.rang
FROM condition c JOIN publiee p ON p.id = c.offre_id
UNION ALL
SELECT p.id, 'critere_iae', 'dans', ARRAY['RSA', 'ASS', 'AAH', 'DETLD'], true, 'loi', '', p.type_structure, p.niveau_criteres, -1
FROM publiee p
WHERE p.type_offre = 'iae' AND p.type_structure IN ('ACI', 'AI', 'EI', 'EITI', 'ETTI')
    AND NOT EXISTS (SELECT FROM condition c WHERE c.offre_id = p.id AND c.type = 'critere_iae' AND c.origine = 'loi')
ORDER BY offre_id, rang;

-- name: image_freins
-- Freins lifted by the published offers.
SELECT a.offre_id, a.valeur AS frein FROM apport a JOIN offre o ON o.id = a.offre_id
WHERE o.etat = 'publiee' AND (:ids::bigint[] IS NULL OR o.id = ANY(:ids::bigint[])) AND a.type = 'frein_leve' ORDER BY a.offre_id, a.rang;

-- name: image_apports
-- What the published offers give that a condition may ask for: a certificate, a licence, a level of French, the level a training leads to.
SELECT a.offre_id, a.valeur FROM apport a JOIN offre o ON o.id = a.offre_id
WHERE o.etat = 'publiee' AND (:ids::bigint[] IS NULL OR o.id = ANY(:ids::bigint[])) AND a.type IN ('certification', 'attestation')
    AND a.valeur IS NOT NULL
UNION
SELECT o.id, 'niveau:' || (o.details ->> 'niveau_sortie') FROM offre o
WHERE o.etat = 'publiee' AND (:ids::bigint[] IS NULL OR o.id = ANY(:ids::bigint[])) AND o.type_offre = 'formation'
    AND o.details ->> 'niveau_sortie' IS NOT NULL
ORDER BY offre_id, valeur;

-- name: image_sessions
-- Open sessions of the published offers, with the people already on their way who hold no place yet.
SELECT s.id, s.offre_id, s.debut, s.fin, s.date_limite, s.places, s.places_reservees, s.places_tenues, s.places_prises,
    coalesce(d.demandes, 0) AS demandes
FROM session s JOIN offre o ON o.id = s.offre_id LEFT JOIN (
    SELECT session_id, count(*)::int AS demandes FROM prescription WHERE etat IN ('proposee', 'acceptee_personne', 'liste_attente') GROUP BY session_id
) d ON d.session_id = s.id
WHERE o.etat = 'publiee' AND (:ids::bigint[] IS NULL OR o.id = ANY(:ids::bigint[])) AND s.etat = 'ouverte'
ORDER BY s.offre_id, s.debut NULLS FIRST, s.id;

-- name: fiches
-- Whole offers, by ids.
SELECT o.id, o.identifiant, o.source, o.source_id, o.type_offre, o.titre, o.description, o.structure_id, s.source_id AS structure_source_id, o.publics,
    o.reserve_rsa, o.date_limite, o.code_insee, coalesce(c.nom, o.commune_source) AS commune, o.code_postal, o.adresse,
    coalesce(o.latitude, c.latitude) AS latitude, coalesce(o.longitude, c.longitude) AS longitude, o.presence, o.creneaux, o.horaires, o.heures_hebdo,
    o.contact_nom, o.telephone, o.courriel, o.lien, o.modalites, o.cout, o.cout_precisions, o.details, o.etat, o.publie_le, o.verifie_le,
    array(SELECT m.code_rome FROM offre_metier m WHERE m.offre_id = o.id ORDER BY m.rang) AS metiers
FROM offre o LEFT JOIN structure s ON s.id = o.structure_id LEFT JOIN commune c ON c.code_insee = o.code_insee
WHERE o.id = ANY(:ids::bigint[]) ORDER BY o.id;

-- name: fiches_structures
-- Structures, by ids.
SELECT s.id, s.source, s.source_id, s.nom, s.siret, s.type_structure, s.description, s.code_insee, coalesce(c.nom, s.commune_source) AS commune,
    s.code_postal, s.adresse, s.latitude, s.longitude, s.contact_nom, s.telephone, s.courriel, s.lien, s.reseaux, s.maj_le
FROM structure s LEFT JOIN commune c ON c.code_insee = s.code_insee WHERE s.id = ANY(:ids::bigint[]) ORDER BY s.id;

-- name: fiches_conditions
-- Conditions, by offers.
SELECT offre_id, type, operateur, valeurs, ferme, origine, libelle FROM condition WHERE offre_id = ANY(:ids::bigint[]) ORDER BY offre_id, rang;

-- name: fiches_apports
-- Apports, by offers.
SELECT offre_id, type, libelle, valeur FROM apport WHERE offre_id = ANY(:ids::bigint[]) ORDER BY offre_id, rang;

-- name: fiches_sessions
-- Sessions, by offers, permanent entry first then by date.
SELECT offre_id, source_id, debut, fin, heure_debut, heure_fin, date_limite, places, places_reservees, places_tenues, places_prises, etat, horaires
FROM session WHERE offre_id = ANY(:ids::bigint[]) ORDER BY offre_id, debut NULLS FIRST, heure_debut NULLS FIRST, id;

-- name: id_de_l_identifiant
-- Inner id of a published offer from its public id.
SELECT id FROM offre WHERE identifiant = :identifiant AND etat IN ('publiee', 'suspendue', 'fermee', 'expiree');

-- name: nombre_structures
-- Structures that have a published offer.
SELECT count(DISTINCT structure_id)::int FROM offre WHERE etat = 'publiee';
