-- Queries of the import of référentiels; they need the working tables of travail_referentiels.sql. Each fusion answers how many rows it created
-- and how many it changed: xmax is 0 on a row that was not there.

-- name: fusionner_grand_domaine
-- ROME: the 14 letters.
WITH ecrit AS (
    INSERT INTO grand_domaine (code, libelle) SELECT code, libelle FROM lu_grand_domaine ORDER BY code
    ON CONFLICT (code) DO UPDATE SET libelle = excluded.libelle WHERE grand_domaine.* IS DISTINCT FROM excluded.* RETURNING xmax = 0 AS cree
) SELECT count(*) FILTER (WHERE cree)::int AS crees, count(*) FILTER (WHERE NOT cree)::int AS modifies FROM ecrit;

-- name: fusionner_domaine_professionnel
-- ROME: the 110 domains.
WITH ecrit AS (
    INSERT INTO domaine_professionnel (code, libelle, grand_domaine)
    SELECT code, libelle, grand_domaine FROM lu_domaine_professionnel ORDER BY code
    ON CONFLICT (code) DO UPDATE SET (libelle, grand_domaine) = (excluded.libelle, excluded.grand_domaine)
    WHERE domaine_professionnel.* IS DISTINCT FROM excluded.* RETURNING xmax = 0 AS cree
) SELECT count(*) FILTER (WHERE cree)::int AS crees, count(*) FILTER (WHERE NOT cree)::int AS modifies FROM ecrit;

-- name: fusionner_metier
-- ROME: fiches métiers. One of the demonstration is taken over: its source changes like its other columns.
WITH ecrit AS (
    INSERT INTO metier (code_rome, libelle, cle_tri, code_rome_parent, definition, acces_metier, emploi_reglemente, emploi_cadre, transition_eco,
        transition_num, transition_demo, source)
    SELECT code_rome, libelle, cle_tri, code_rome_parent, definition, acces_metier, emploi_reglemente, emploi_cadre, transition_eco,
        transition_num, transition_demo, source FROM lu_metier ORDER BY code_rome
    ON CONFLICT (code_rome) DO UPDATE SET (libelle, cle_tri, code_rome_parent, definition, acces_metier, emploi_reglemente, emploi_cadre,
        transition_eco, transition_num, transition_demo, source) = (excluded.libelle, excluded.cle_tri, excluded.code_rome_parent,
        excluded.definition, excluded.acces_metier, excluded.emploi_reglemente, excluded.emploi_cadre, excluded.transition_eco,
        excluded.transition_num, excluded.transition_demo, excluded.source)
    WHERE metier.* IS DISTINCT FROM excluded.* RETURNING xmax = 0 AS cree
) SELECT count(*) FILTER (WHERE cree)::int AS crees, count(*) FILTER (WHERE NOT cree)::int AS modifies FROM ecrit;

-- name: fusionner_appellation
-- ROME: job titles.
WITH ecrit AS (
    INSERT INTO appellation (code_ogr, libelle, libelle_court, code_rome, principale, peu_usitee)
    SELECT code_ogr, libelle, libelle_court, code_rome, principale, peu_usitee FROM lu_appellation ORDER BY code_ogr
    ON CONFLICT (code_ogr) DO UPDATE SET (libelle, libelle_court, code_rome, principale, peu_usitee)
        = (excluded.libelle, excluded.libelle_court, excluded.code_rome, excluded.principale, excluded.peu_usitee)
    WHERE appellation.* IS DISTINCT FROM excluded.* RETURNING xmax = 0 AS cree
) SELECT count(*) FILTER (WHERE cree)::int AS crees, count(*) FILTER (WHERE NOT cree)::int AS modifies FROM ecrit;

-- name: fusionner_competence
-- ROME: skills, savoirs and contexts of work.
WITH ecrit AS (
    INSERT INTO competence (code_ogr, libelle, nature, categorie, sous_categorie, definition)
    SELECT code_ogr, libelle, nature, categorie, sous_categorie, definition FROM lu_competence ORDER BY code_ogr
    ON CONFLICT (code_ogr) DO UPDATE SET (libelle, nature, categorie, sous_categorie, definition)
        = (excluded.libelle, excluded.nature, excluded.categorie, excluded.sous_categorie, excluded.definition)
    WHERE competence.* IS DISTINCT FROM excluded.* RETURNING xmax = 0 AS cree
) SELECT count(*) FILTER (WHERE cree)::int AS crees, count(*) FILTER (WHERE NOT cree)::int AS modifies FROM ecrit;

-- name: fusionner_metier_competence
-- ROME: what each métier asks for.
WITH ecrit AS (
    INSERT INTO metier_competence (code_rome, code_ogr, coeur_metier)
    SELECT code_rome, code_ogr, coeur_metier FROM lu_metier_competence ORDER BY code_rome, code_ogr
    ON CONFLICT (code_rome, code_ogr) DO UPDATE SET coeur_metier = excluded.coeur_metier
    WHERE metier_competence.coeur_metier IS DISTINCT FROM excluded.coeur_metier RETURNING xmax = 0 AS cree
) SELECT count(*) FILTER (WHERE cree)::int AS crees, count(*) FILTER (WHERE NOT cree)::int AS modifies FROM ecrit;

-- name: fusionner_mobilite
-- ROME: métiers one can move to.
WITH ecrit AS (
    INSERT INTO mobilite (code_rome, code_rome_cible, numero_ordre)
    SELECT code_rome, code_rome_cible, numero_ordre FROM lu_mobilite ORDER BY code_rome, code_rome_cible
    ON CONFLICT (code_rome, code_rome_cible) DO UPDATE SET numero_ordre = excluded.numero_ordre
    WHERE mobilite.numero_ordre IS DISTINCT FROM excluded.numero_ordre RETURNING xmax = 0 AS cree
) SELECT count(*) FILTER (WHERE cree)::int AS crees, count(*) FILTER (WHERE NOT cree)::int AS modifies FROM ecrit;

-- name: elaguer_mobilite!
-- Links that the new version no longer has.
DELETE FROM mobilite m WHERE NOT EXISTS (SELECT FROM lu_mobilite l WHERE l.code_rome = m.code_rome AND l.code_rome_cible = m.code_rome_cible);

-- name: elaguer_metier_competence!
-- Links that the new version no longer has.
DELETE FROM metier_competence m WHERE NOT EXISTS (SELECT FROM lu_metier_competence l WHERE l.code_rome = m.code_rome AND l.code_ogr = m.code_ogr);

-- name: elaguer_appellation!
-- Titles gone, or that change métier or rank: those are written anew, since a métier has one principal title at every instant.
DELETE FROM appellation a WHERE NOT EXISTS (
    SELECT FROM lu_appellation l WHERE l.code_ogr = a.code_ogr AND l.code_rome = a.code_rome AND l.principale = a.principale);

-- name: elaguer_competence!
-- Skills that the new version no longer has.
DELETE FROM competence c WHERE NOT EXISTS (SELECT FROM lu_competence l WHERE l.code_ogr = c.code_ogr);

-- name: elaguer_metier!
-- Métiers that the new version no longer has, unless an offer, a person or a filière still names them.
DELETE FROM metier m WHERE NOT EXISTS (SELECT FROM lu_metier l WHERE l.code_rome = m.code_rome)
    AND NOT EXISTS (SELECT FROM offre_metier o WHERE o.code_rome = m.code_rome)
    AND NOT EXISTS (SELECT FROM filiere_metier f WHERE f.code_rome = m.code_rome)
    AND NOT EXISTS (SELECT FROM allocataire a WHERE m.code_rome = ANY(a.metiers));

-- name: elaguer_domaine_professionnel!
-- Domains that the new version no longer has, unless a filière still names them.
DELETE FROM domaine_professionnel d WHERE NOT EXISTS (SELECT FROM lu_domaine_professionnel l WHERE l.code = d.code)
    AND NOT EXISTS (SELECT FROM filiere_metier f WHERE f.domaine = d.code);

-- name: elaguer_grand_domaine!
-- Letters that the new version no longer has, unless a domain kept or a filière still names them.
DELETE FROM grand_domaine g WHERE NOT EXISTS (SELECT FROM lu_grand_domaine l WHERE l.code = g.code)
    AND NOT EXISTS (SELECT FROM domaine_professionnel d WHERE d.grand_domaine = g.code)
    AND NOT EXISTS (SELECT FROM filiere_metier f WHERE f.grand_domaine = g.code);

-- name: metiers_gardes
-- Métiers kept although the new version no longer has them.
SELECT m.code_rome FROM metier m WHERE NOT EXISTS (SELECT FROM lu_metier l WHERE l.code_rome = m.code_rome) ORDER BY m.code_rome;

-- name: fusionner_commune
-- Communes. A name that only differs by its accents and hyphens is kept as it was, and so are coordinates that the file lacks.
WITH ecrit AS (
    INSERT INTO commune (code_insee, nom, cle_tri, codes_postaux, latitude, longitude)
    SELECT code_insee, nom, cle_tri, codes_postaux, latitude, longitude FROM lu_commune ORDER BY code_insee
    ON CONFLICT (code_insee) DO UPDATE SET (nom, cle_tri, codes_postaux, latitude, longitude)
        = (CASE WHEN commune.cle_tri = excluded.cle_tri THEN commune.nom ELSE excluded.nom END, excluded.cle_tri, excluded.codes_postaux,
        coalesce(excluded.latitude, commune.latitude), coalesce(excluded.longitude, commune.longitude))
    WHERE (commune.cle_tri, commune.codes_postaux, commune.latitude, commune.longitude) IS DISTINCT FROM (excluded.cle_tri, excluded.codes_postaux,
        coalesce(excluded.latitude, commune.latitude), coalesce(excluded.longitude, commune.longitude))
    RETURNING xmax = 0 AS cree
) SELECT count(*) FILTER (WHERE cree)::int AS crees, count(*) FILTER (WHERE NOT cree)::int AS modifies FROM ecrit;
