-- Working tables of an import: they live and die with its transaction. What has been seen stays here rather than in memory, so that memory does not
-- grow with the file.
DROP TABLE IF EXISTS pg_temp.vu_offre, pg_temp.vu_structure, pg_temp.lu_offre, pg_temp.lu_session, pg_temp.lu_structure;

CREATE TEMP TABLE vu_offre (
    source text NOT NULL,
    source_id text NOT NULL,
    structure text,
    chemin text NOT NULL,
    statut text NOT NULL,
    PRIMARY KEY (source, source_id)
) ON COMMIT DROP;

CREATE TEMP TABLE vu_structure (
    source text NOT NULL,
    source_id text NOT NULL,
    PRIMARY KEY (source, source_id)
) ON COMMIT DROP;

CREATE TEMP TABLE lu_structure (
    id bigint,
    identifiant text,
    source text,
    source_id text,
    nom text,
    cle_tri text,
    siret text,
    type_structure text,
    description text,
    code_insee text,
    commune_source text,
    code_postal text,
    adresse text,
    latitude double precision,
    longitude double precision,
    contact_nom text,
    telephone text,
    courriel text,
    lien text,
    reseaux text[],
    maj_le date,
    empreinte bytea
) ON COMMIT DROP;

CREATE TEMP TABLE lu_offre (
    id bigint,
    identifiant text,
    source text,
    source_id text,
    type_offre text,
    titre text,
    description text,
    structure text,
    publics text[],
    reserve_rsa boolean,
    date_limite date,
    code_insee text,
    commune_source text,
    code_postal text,
    adresse text,
    latitude double precision,
    longitude double precision,
    presence text,
    creneaux integer,
    horaires text,
    heures_hebdo numeric,
    contact_nom text,
    telephone text,
    courriel text,
    lien text,
    modalites text,
    cout numeric,
    cout_precisions text,
    details text,
    etat text,
    publie_le date,
    verifie_le date,
    empreinte bytea
) ON COMMIT DROP;

CREATE TEMP TABLE lu_session (
    offre_id bigint,
    source_id text,
    debut date,
    fin date,
    heure_debut time,
    heure_fin time,
    date_limite date,
    horaires text,
    places integer,
    places_reservees integer,
    etat text
) ON COMMIT DROP;
