-- name: extension_vector$
-- Version of pgvector this server can give, null when it has none.
SELECT default_version FROM pg_available_extensions WHERE name = 'vector';

-- name: creer_mots!
-- Texts of the offers for the full text search.
CREATE TABLE banc_mots (id integer PRIMARY KEY, part smallint NOT NULL, texte text NOT NULL);

-- name: calculer_mots!
-- Their words, stems of French.
CREATE TABLE banc_recherche AS SELECT id, part, to_tsvector('french', texte) AS mots FROM banc_mots;

-- name: indexer_mots!
-- The index a real search would have.
CREATE INDEX banc_recherche_mots ON banc_recherche USING gin (mots);

-- name: analyser_mots!
-- What the planner knows.
ANALYZE banc_recherche;

-- name: chercher_mots
-- One of the words is enough (plainto_tsquery asks for all of them: the ands become ors), the best first.
WITH demande AS (SELECT replace(plainto_tsquery('french', :requete)::text, '&', '|')::tsquery AS mots)
SELECT r.id FROM banc_recherche r, demande d
WHERE r.mots @@ d.mots AND r.part < :millieme::smallint
ORDER BY ts_rank_cd(r.mots, d.mots) DESC, r.id LIMIT :k;

-- name: creer_extension!
-- pgvector.
CREATE EXTENSION vector;

-- name: analyser_sens!
-- What the planner knows.
ANALYZE banc_sens;

-- name: indexer_sens!
-- The approximate index, with the parameters pgvector has by default.
CREATE INDEX banc_sens_hnsw ON banc_sens USING hnsw (sens vector_ip_ops) WITH (m = 16, ef_construction = 64);

-- name: chercher_sens
-- The nearest by inner product.
SELECT id FROM banc_sens WHERE part < :millieme::smallint ORDER BY sens <#> (SELECT :requete::text::vector) LIMIT :k;

-- name: taille$
-- Bytes of a table with its indexes.
SELECT pg_total_relation_size(:nom::regclass);

-- name: regler$
-- A setting of this session.
SELECT set_config(:nom, :valeur, false);
