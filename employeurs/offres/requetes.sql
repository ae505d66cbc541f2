-- Offers written by hand. Every list has a total order.

-- name: brouillon
-- What was typed, with its structure and where the offer stands.
SELECT s.id, s.identifiant, coalesce(o.structure_id, s.structure_id) AS structure_id, st.nom AS structure, st.type_structure,
    coalesce(st.confiance, false) AS confiance, s.auteur_id, s.offre_id, coalesce(o.etat, 'brouillon') AS etat, s.contenu, s.version, s.mot_renvoi,
    s.modifie_le
FROM offre_saisie s LEFT JOIN offre o ON o.id = s.offre_id LEFT JOIN structure st ON st.id = coalesce(o.structure_id, s.structure_id)
WHERE s.identifiant = :identifiant;

-- name: ouvrir_saisie!
-- A first version; nothing when the id is taken.
INSERT INTO offre_saisie (identifiant, structure_id, auteur_id, contenu, version, cree_le, modifie_le)
VALUES (:identifiant, :structure_id, :auteur_id, :contenu, 1, :instant, :instant) ON CONFLICT (identifiant) DO NOTHING;

-- name: ecrire_saisie!
-- The next version, by who saw the last one.
UPDATE offre_saisie SET contenu = :contenu, structure_id = :structure_id, version = version + 1, modifie_le = :instant
WHERE identifiant = :identifiant AND version = :version;

-- name: oublier_saisie!
-- A draft given up before it was ever sent.
DELETE FROM offre_saisie WHERE identifiant = :identifiant AND offre_id IS NULL;

-- name: adopter_saisie!
-- The offer that a draft became; what a CRE said before no longer holds.
UPDATE offre_saisie SET offre_id = :offre_id, mot_renvoi = '' WHERE identifiant = :identifiant;

-- name: noter_renvoi!
-- Words of the CRE who sends an offer back.
UPDATE offre_saisie SET mot_renvoi = :mot, modifie_le = :instant WHERE identifiant = :identifiant;

-- name: occupation
-- Places held and taken by session, locked until the end so that nobody takes one meanwhile.
SELECT s.source_id, s.places_tenues + s.places_prises AS occupees FROM session s JOIN offre o ON o.id = s.offre_id
WHERE o.identifiant = :identifiant ORDER BY s.id FOR UPDATE OF s;

-- name: ecrire_offre
-- The offer, new or written again; gives its inner id. The days of publication and of check stay when they are not given.
INSERT INTO offre (identifiant, source, source_id, type_offre, titre, description, structure_id, reserve_rsa, code_insee, commune_source, code_postal,
    adresse, presence, horaires, heures_hebdo, contact_nom, telephone, courriel, details, etat, publie_le, verifie_le, empreinte, cree_le, modifie_le)
VALUES (:identifiant, :source, :identifiant, :type_offre, :titre, :description, :structure_id, :reserve_rsa, :code_insee, :commune, :code_postal,
    :adresse, :presence, :horaires, :heures_hebdo, :contact_nom, :telephone, :courriel, :details, :etat, :publie_le, :verifie_le, :empreinte,
    :instant, :instant)
ON CONFLICT (source, source_id) DO UPDATE SET (type_offre, titre, description, structure_id, reserve_rsa, code_insee, commune_source, code_postal,
    adresse, presence, horaires, heures_hebdo, contact_nom, telephone, courriel, details, etat, fermee_par_personne, publie_le, verifie_le, empreinte,
    modifie_le)
    = (excluded.type_offre, excluded.titre, excluded.description, excluded.structure_id, excluded.reserve_rsa, excluded.code_insee,
    excluded.commune_source, excluded.code_postal, excluded.adresse, excluded.presence, excluded.horaires, excluded.heures_hebdo,
    excluded.contact_nom, excluded.telephone, excluded.courriel, excluded.details, excluded.etat, false,
    coalesce(excluded.publie_le, offre.publie_le), coalesce(excluded.verifie_le, offre.verifie_le), excluded.empreinte, excluded.modifie_le)
RETURNING id;

-- name: vider_metiers!
-- Métiers, before they are written again.
DELETE FROM offre_metier WHERE offre_id = :offre_id;

-- name: vider_conditions!
-- Conditions, before they are written again.
DELETE FROM condition WHERE offre_id = :offre_id;

-- name: vider_apports!
-- Apports, before they are written again.
DELETE FROM apport WHERE offre_id = :offre_id;

-- name: ecrire_metiers!
-- Métiers of the référentiel, in the order ticked.
INSERT INTO offre_metier (offre_id, code_rome, rang)
SELECT :offre_id, m.code_rome, row_number() OVER (ORDER BY v.rang) - 1
FROM unnest(:codes::text[]) WITH ORDINALITY AS v (code_rome, rang) JOIN metier m USING (code_rome);

-- name: ecrire_condition!
-- One condition.
INSERT INTO condition (offre_id, rang, type, operateur, valeurs, ferme, origine, libelle)
VALUES (:offre_id, :rang, :type, :operateur, :valeurs, :ferme, :origine, :libelle);

-- name: ecrire_apport!
-- One apport.
INSERT INTO apport (offre_id, rang, type, libelle, valeur) VALUES (:offre_id, :rang, :type, :libelle, :valeur);

-- name: ecrire_session!
-- One session. Places held and taken belong to catalogue.places and are never touched here.
INSERT INTO session (offre_id, source_id, debut, fin, heure_debut, heure_fin, date_limite, places, places_reservees, etat)
VALUES (:offre_id, :source_id, :debut, :fin, :heure_debut, :heure_fin, :date_limite, :places, :places_reservees, 'ouverte')
ON CONFLICT (offre_id, source_id) DO UPDATE SET (debut, fin, heure_debut, heure_fin, date_limite, places, places_reservees, etat)
    = (excluded.debut, excluded.fin, excluded.heure_debut, excluded.heure_fin, excluded.date_limite, excluded.places, excluded.places_reservees,
    excluded.etat);

-- name: supprimer_sessions!
-- Dates withdrawn that nobody was ever proposed.
DELETE FROM session s WHERE s.offre_id = :offre_id AND s.source_id <> ALL(:gardees::text[]) AND s.places_tenues + s.places_prises = 0
    AND NOT EXISTS (SELECT FROM prescription p WHERE p.session_id = s.id);

-- name: annuler_sessions!
-- Dates withdrawn while someone was proposed them: kept, so that the person is told.
UPDATE session s SET etat = 'annulee' WHERE s.offre_id = :offre_id AND s.source_id <> ALL(:gardees::text[]) AND s.etat <> 'annulee';

-- name: visee
-- What a right about an offer is decided on, whoever wrote it.
SELECT o.id, o.structure_id, o.etat, o.modifie_le FROM offre o WHERE o.identifiant = :identifiant;

-- name: changer_etat!
-- A CRE publishes an offer that waited, or sends it back; nothing when it no longer waits, or was written
-- again since it was read.
UPDATE offre SET etat = :etat, publie_le = coalesce(:jour, publie_le), verifie_le = coalesce(:jour, verifie_le), modifie_le = :instant
WHERE id = :offre_id AND etat = 'a_valider' AND modifie_le = :lue;

-- name: confirmer!
-- « Toujours d’actualité ».
UPDATE offre SET verifie_le = greatest(verifie_le, :jour), modifie_le = :instant WHERE id = :offre_id AND etat = 'publiee';

-- name: fermer!
-- Closed by a person, for good: imports leave it so.
UPDATE offre SET etat = 'fermee', fermee_par_personne = true, modifie_le = :instant WHERE id = :offre_id AND NOT fermee_par_personne;

-- name: liste
-- Offers and drafts of a structure, or those that an account wrote; what waits for them first, then the latest.
SELECT coalesce(o.identifiant, s.identifiant) AS identifiant, coalesce(o.titre, s.contenu ->> 'titre') AS titre,
    coalesce(o.type_offre, nullif(s.contenu ->> 'type_offre', '')) AS type_offre, st.nom AS structure, coalesce(o.etat, 'brouillon') AS etat,
    s.id IS NOT NULL AS saisie, a.prochaine, a.places, o.verifie_le, coalesce(s.mot_renvoi, '') AS mot_renvoi,
    greatest(o.modifie_le, s.modifie_le) AS modifie_le
FROM offre o FULL JOIN offre_saisie s ON s.offre_id = o.id LEFT JOIN structure st ON st.id = coalesce(o.structure_id, s.structure_id)
    LEFT JOIN LATERAL (
        SELECT min(n.debut) AS prochaine, sum(n.places - n.places_tenues - n.places_prises)::int AS places
        FROM session n WHERE n.offre_id = o.id AND n.etat = 'ouverte' AND (n.debut IS NULL OR n.debut >= :jour)
    ) a ON true
WHERE CASE WHEN :structure_id::bigint IS NULL THEN s.auteur_id = :auteur_id::bigint
    ELSE coalesce(o.structure_id, s.structure_id) = :structure_id::bigint END
ORDER BY array_position(ARRAY['brouillon', 'a_valider', 'publiee', 'suspendue', 'expiree', 'fermee'], coalesce(o.etat, 'brouillon')),
    greatest(o.modifie_le, s.modifie_le) DESC, coalesce(o.id, 0) DESC, s.id DESC LIMIT 300;

-- name: a_valider
-- Offers that wait for a CRE, the oldest first.
SELECT o.identifiant, o.titre, o.type_offre, st.nom AS structure, o.etat, s.id IS NOT NULL AS saisie, NULL::date AS prochaine, NULL::int AS places,
    o.verifie_le, coalesce(s.mot_renvoi, '') AS mot_renvoi, o.modifie_le
FROM offre o LEFT JOIN offre_saisie s ON s.offre_id = o.id LEFT JOIN structure st ON st.id = o.structure_id
WHERE o.etat = 'a_valider' ORDER BY o.modifie_le, o.id LIMIT 300;

-- name: a_confirmer
-- Published offers that nobody has confirmed lately, the oldest first.
SELECT o.identifiant, o.titre, o.type_offre, st.nom AS structure, o.etat, s.id IS NOT NULL AS saisie, NULL::date AS prochaine, NULL::int AS places,
    o.verifie_le, coalesce(s.mot_renvoi, '') AS mot_renvoi, o.modifie_le
FROM offre o LEFT JOIN offre_saisie s ON s.offre_id = o.id LEFT JOIN structure st ON st.id = o.structure_id
WHERE o.etat = 'publiee' AND (o.verifie_le IS NULL OR o.verifie_le <= :avant)
ORDER BY o.verifie_le NULLS FIRST, o.id LIMIT :limite;

-- name: nombre_a_confirmer
-- How many there are in all.
SELECT count(*)::int FROM offre WHERE etat = 'publiee' AND (verifie_le IS NULL OR verifie_le <= :avant);

-- name: structures_de_confiance
-- Structures whose offers are published at once.
SELECT id, identifiant, nom, type_structure, confiance FROM structure WHERE confiance ORDER BY cle_tri, id;

-- name: structure
-- A structure by its inner id.
SELECT id, identifiant, nom, type_structure, confiance FROM structure WHERE id = :id;

-- name: structures_nommees
-- Structures that a SIRET or a whole name means.
SELECT id, identifiant, nom, type_structure, confiance FROM structure
WHERE NOT fermee AND (siret = :siret::text OR cle_tri = :cle_tri) ORDER BY id LIMIT 2;

-- name: noms_de_structures
-- Names offered while typing.
SELECT DISTINCT nom, cle_tri FROM structure WHERE NOT fermee ORDER BY cle_tri, nom LIMIT 300;

-- name: accorder_confiance!
-- Trust a structure, or no longer.
UPDATE structure SET confiance = :confiance WHERE identifiant = :identifiant;
