-- Working tables of the import of a référentiel: same columns, no constraint, gone with the transaction.
DROP TABLE IF EXISTS pg_temp.lu_grand_domaine, pg_temp.lu_domaine_professionnel, pg_temp.lu_metier, pg_temp.lu_appellation, pg_temp.lu_competence,
    pg_temp.lu_metier_competence, pg_temp.lu_mobilite, pg_temp.lu_commune;
CREATE TEMP TABLE lu_grand_domaine ON COMMIT DROP AS SELECT * FROM grand_domaine WITH NO DATA;
CREATE TEMP TABLE lu_domaine_professionnel ON COMMIT DROP AS SELECT * FROM domaine_professionnel WITH NO DATA;
CREATE TEMP TABLE lu_metier ON COMMIT DROP AS SELECT * FROM metier WITH NO DATA;
CREATE TEMP TABLE lu_appellation ON COMMIT DROP AS SELECT * FROM appellation WITH NO DATA;
CREATE TEMP TABLE lu_competence ON COMMIT DROP AS SELECT * FROM competence WITH NO DATA;
CREATE TEMP TABLE lu_metier_competence ON COMMIT DROP AS SELECT * FROM metier_competence WITH NO DATA;
CREATE TEMP TABLE lu_mobilite ON COMMIT DROP AS SELECT * FROM mobilite WITH NO DATA;
CREATE TEMP TABLE lu_commune ON COMMIT DROP AS SELECT code_insee, nom, cle_tri, codes_postaux, latitude, longitude FROM commune WITH NO DATA;
