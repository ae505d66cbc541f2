-- Référentiels, catalogue and people. No extension is required; text that is sorted has a folded key of its own.

CREATE TABLE territoire (
    code text PRIMARY KEY,
    nom text NOT NULL,
    nature text NOT NULL CHECK (nature IN ('eds', 'ctids', 'autre'))
);

CREATE TABLE commune (
    code_insee text PRIMARY KEY CHECK (code_insee ~ '^[0-9][0-9AB][0-9]{3}$'),
    nom text NOT NULL CHECK (nom <> ''),
    cle_tri text NOT NULL,
    codes_postaux text[] NOT NULL DEFAULT '{}',
    latitude double precision CHECK (latitude BETWEEN -90 AND 90),
    longitude double precision CHECK (longitude BETWEEN -180 AND 180),
    territoire text REFERENCES territoire (code),
    CHECK ((latitude IS NULL) = (longitude IS NULL))
);

CREATE TABLE niveau (
    code smallint PRIMARY KEY CHECK (code BETWEEN 1 AND 8),
    libelle text NOT NULL
);
INSERT INTO niveau (code, libelle) VALUES
    (1, 'Sans diplôme, bases à consolider'),
    (2, 'Fin de scolarité obligatoire, CléA'),
    (3, 'CAP, BEP, titre professionnel de niveau 3'),
    (4, 'Bac, titre professionnel de niveau 4'),
    (5, 'Bac+2 (BTS, DUT, titre de niveau 5)'),
    (6, 'Bac+3 ou Bac+4 (licence, BUT, maîtrise)'),
    (7, 'Bac+5 (master, ingénieur)'),
    (8, 'Doctorat');

-- ROME 4.0
CREATE TABLE grand_domaine (
    code text PRIMARY KEY CHECK (code ~ '^[A-N]$'),
    libelle text NOT NULL
);
CREATE TABLE domaine_professionnel (
    code text PRIMARY KEY CHECK (code ~ '^[A-N][0-9]{2}$'),
    libelle text NOT NULL,
    grand_domaine text NOT NULL REFERENCES grand_domaine (code)
);
CREATE TABLE metier (
    code_rome text PRIMARY KEY CHECK (code_rome ~ '^[A-N][0-9]{4}$'),
    libelle text NOT NULL CHECK (libelle <> ''),
    cle_tri text NOT NULL,
    code_rome_parent text NOT NULL CHECK (code_rome_parent ~ '^[A-N][0-9]{4}$'),
    definition text NOT NULL DEFAULT '',
    acces_metier text NOT NULL DEFAULT '',
    emploi_reglemente boolean NOT NULL DEFAULT false,
    emploi_cadre boolean NOT NULL DEFAULT false,
    transition_eco text,
    transition_num boolean NOT NULL DEFAULT false,
    transition_demo boolean NOT NULL DEFAULT false,
    source text NOT NULL
);
CREATE INDEX metier_parent ON metier (code_rome_parent);
CREATE TABLE appellation (
    code_ogr integer PRIMARY KEY,
    libelle text NOT NULL CHECK (libelle <> ''),
    libelle_court text NOT NULL,
    code_rome text NOT NULL REFERENCES metier (code_rome),
    principale boolean NOT NULL,
    peu_usitee boolean NOT NULL
);
CREATE INDEX appellation_metier ON appellation (code_rome);
CREATE UNIQUE INDEX appellation_principale ON appellation (code_rome) WHERE principale;
CREATE TABLE competence (
    code_ogr integer PRIMARY KEY,
    libelle text NOT NULL CHECK (libelle <> ''),
    nature text NOT NULL CHECK (nature IN ('savoir_faire', 'savoir_etre', 'savoir', 'contexte')),
    categorie text,
    sous_categorie text,
    definition text NOT NULL DEFAULT ''
);
CREATE TABLE metier_competence (
    code_rome text NOT NULL REFERENCES metier (code_rome),
    code_ogr integer NOT NULL REFERENCES competence (code_ogr),
    coeur_metier text CHECK (coeur_metier IN ('principale', 'emergente')),
    PRIMARY KEY (code_rome, code_ogr)
);
CREATE TABLE mobilite (
    code_rome text NOT NULL REFERENCES metier (code_rome),
    code_rome_cible text NOT NULL REFERENCES metier (code_rome),
    numero_ordre smallint NOT NULL,
    PRIMARY KEY (code_rome, code_rome_cible),
    CHECK (code_rome <> code_rome_cible)
);

-- Structures
CREATE TABLE structure (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identifiant text NOT NULL UNIQUE,
    source text NOT NULL CHECK (source <> ''),
    source_id text NOT NULL CHECK (source_id <> ''),
    nom text NOT NULL CHECK (nom <> ''),
    cle_tri text NOT NULL,
    siret text CHECK (siret ~ '^[0-9]{14}$'),
    type_structure text NOT NULL CHECK (type_structure IN ('ACI', 'AI', 'EI', 'EITI', 'ETTI', 'GEIQ', 'EA', 'OPCS', 'entreprise',
        'organisme_formation', 'association', 'collectivite', 'service_public', 'autre')),
    description text NOT NULL DEFAULT '',
    code_insee text REFERENCES commune (code_insee),
    commune_source text,
    code_postal text CHECK (code_postal ~ '^[0-9]{5}$'),
    adresse text,
    latitude double precision CHECK (latitude BETWEEN -90 AND 90),
    longitude double precision CHECK (longitude BETWEEN -180 AND 180),
    contact_nom text,
    telephone text,
    courriel text,
    lien text,
    reseaux text[] NOT NULL DEFAULT '{}',
    maj_le date,
    fermee boolean NOT NULL DEFAULT false,
    empreinte bytea NOT NULL,
    cree_le timestamptz NOT NULL DEFAULT now(),
    modifie_le timestamptz NOT NULL DEFAULT now(),
    UNIQUE (source, source_id),
    CHECK ((latitude IS NULL) = (longitude IS NULL))
);

-- Own fields of each kind travel in one jsonb column; this function is what the CHECK of the table calls.
CREATE FUNCTION details_valides(type_offre text, details jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    jsonb_typeof(details) = 'object'
    AND (details - CASE type_offre
        WHEN 'decouverte' THEN ARRAY['format']
        WHEN 'recrutement' THEN ARRAY['format', 'postes', 'contrat', 'duree_mois', 'salaire']
        WHEN 'formation' THEN ARRAY['rncp', 'rs', 'niveau_sortie', 'duree_heures', 'financeur', 'remuneree', 'dispositif', 'certifiante']
        WHEN 'iae' THEN ARRAY['type_structure', 'contrat', 'duree_mois', 'niveau_criteres']
        WHEN 'clause' THEN ARRAY['marche', 'lot', 'acheteur', 'titulaire', 'cpv', 'heures_prevues', 'heures_engagees', 'heures_realisees', 'fin']
        WHEN 'convention' THEN ARRAY['employeur', 'debut', 'fin', 'engagements']
        WHEN 'collectivite' THEN ARRAY['service', 'contrat', 'categorie', 'duree_mois']
        WHEN 'appui' THEN ARRAY['freins', 'montant', 'thematiques']
    END) = '{}'::jsonb
    AND coalesce((details ->> 'niveau_sortie')::int BETWEEN 1 AND 8, true)
    AND coalesce((details ->> 'niveau_criteres')::int BETWEEN 1 AND 2, true)
    AND coalesce(details ->> 'rncp' ~ '^[0-9]+$', true)
    AND coalesce(details ->> 'rs' ~ '^[0-9]+$', true)
    AND coalesce((details ->> 'postes')::int > 0, true)
    AND coalesce((details ->> 'duree_heures')::int >= 0, true)
    AND coalesce((details ->> 'heures_prevues')::int >= 0, true)
    AND coalesce((details ->> 'heures_engagees')::int >= 0, true)
    AND coalesce((details ->> 'heures_realisees')::int >= 0, true)
    AND coalesce((details ->> 'montant')::numeric >= 0, true);

CREATE TABLE offre (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identifiant text NOT NULL UNIQUE,
    source text NOT NULL CHECK (source <> ''),
    source_id text NOT NULL CHECK (source_id <> ''),
    type_offre text NOT NULL CHECK (type_offre IN ('decouverte', 'recrutement', 'formation', 'iae', 'clause', 'convention', 'collectivite', 'appui')),
    titre text NOT NULL CHECK (titre <> ''),
    description text NOT NULL DEFAULT '',
    structure_id bigint REFERENCES structure (id),
    publics text[] NOT NULL DEFAULT '{}',
    reserve_rsa boolean NOT NULL DEFAULT false,
    date_limite date,
    code_insee text REFERENCES commune (code_insee),
    commune_source text,
    code_postal text CHECK (code_postal ~ '^[0-9]{5}$'),
    adresse text,
    latitude double precision CHECK (latitude BETWEEN -90 AND 90),
    longitude double precision CHECK (longitude BETWEEN -180 AND 180),
    presence text NOT NULL CHECK (presence IN ('sur_place', 'mixte', 'a_distance')),
    creneaux integer CHECK (creneaux >= 0 AND creneaux < 268435456),
    horaires text,
    heures_hebdo numeric(5, 2) CHECK (heures_hebdo > 0 AND heures_hebdo <= 60),
    contact_nom text,
    telephone text,
    courriel text,
    lien text,
    modalites text,
    cout numeric(9, 2) CHECK (cout >= 0),
    cout_precisions text,
    details jsonb NOT NULL,
    etat text NOT NULL CHECK (etat IN ('brouillon', 'a_valider', 'publiee', 'suspendue', 'fermee', 'expiree')),
    publie_le date,
    verifie_le date,
    empreinte bytea NOT NULL,
    cree_le timestamptz NOT NULL DEFAULT now(),
    modifie_le timestamptz NOT NULL DEFAULT now(),
    UNIQUE (source, source_id),
    CHECK ((latitude IS NULL) = (longitude IS NULL)),
    CONSTRAINT details_du_type CHECK (details_valides(type_offre, details))
);
CREATE INDEX offre_structure ON offre (structure_id);
CREATE INDEX offre_vivante ON offre (id) WHERE etat = 'publiee';

CREATE TABLE offre_metier (
    offre_id bigint NOT NULL REFERENCES offre (id) ON DELETE CASCADE,
    code_rome text NOT NULL REFERENCES metier (code_rome),
    rang smallint NOT NULL CHECK (rang >= 0),
    PRIMARY KEY (offre_id, code_rome),
    UNIQUE (offre_id, rang)
);
CREATE INDEX offre_metier_code ON offre_metier (code_rome);

CREATE TABLE condition (
    offre_id bigint NOT NULL REFERENCES offre (id) ON DELETE CASCADE,
    rang smallint NOT NULL CHECK (rang >= 0),
    type text NOT NULL CHECK (type IN ('rsa', 'public', 'critere_iae', 'age', 'niveau', 'francais', 'permis', 'vehicule', 'zone', 'inscription_ft',
        'prealable', 'experience', 'competence', 'autre')),
    operateur text NOT NULL CHECK (operateur IN ('egal', 'au_moins', 'au_plus', 'dans')),
    valeurs text[] NOT NULL,
    ferme boolean NOT NULL,
    origine text NOT NULL CHECK (origine IN ('loi', 'structure', 'import')),
    libelle text NOT NULL DEFAULT '',
    PRIMARY KEY (offre_id, rang),
    CHECK (type = 'autre' OR cardinality(valeurs) > 0),
    CHECK (type NOT IN ('age', 'niveau', 'experience') OR valeurs[1] ~ '^[0-9]{1,3}$'),
    CHECK (type <> 'francais' OR valeurs[1] IN ('<A1', 'A1', 'A2', 'B1', 'B2', 'C1', 'C2')),
    CHECK (type <> 'permis' OR valeurs <@ ARRAY['AM', 'A', 'B', 'BE', 'C', 'CE', 'D'])
);

CREATE TABLE apport (
    offre_id bigint NOT NULL REFERENCES offre (id) ON DELETE CASCADE,
    rang smallint NOT NULL CHECK (rang >= 0),
    type text NOT NULL CHECK (type IN ('certification', 'attestation', 'experience', 'entretien', 'contrat', 'frein_leve')),
    libelle text NOT NULL CHECK (libelle <> ''),
    valeur text,
    PRIMARY KEY (offre_id, rang),
    CHECK (type <> 'frein_leve' OR valeur IN ('garde_enfants', 'mobilite', 'langue', 'illettrisme', 'numerique', 'sante', 'logement', 'administratif',
        'financier', 'confiance', 'judiciaire', 'aidant'))
);

-- Places live on sessions and nowhere else; a permanent entry is a session without a first day.
CREATE TABLE session (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    offre_id bigint NOT NULL REFERENCES offre (id) ON DELETE CASCADE,
    source_id text NOT NULL CHECK (source_id <> ''),
    debut date,
    fin date,
    heure_debut time,
    heure_fin time,
    date_limite date,
    horaires text,
    places integer CHECK (places >= 0),
    places_reservees integer NOT NULL DEFAULT 0 CHECK (places_reservees >= 0),
    places_tenues integer NOT NULL DEFAULT 0 CHECK (places_tenues >= 0),
    places_prises integer NOT NULL DEFAULT 0 CHECK (places_prises >= 0),
    etat text NOT NULL CHECK (etat IN ('ouverte', 'annulee', 'terminee')),
    UNIQUE (offre_id, source_id),
    CHECK (fin IS NULL OR debut IS NULL OR fin >= debut),
    CONSTRAINT places_reservees_incluses CHECK (places IS NULL OR places_reservees <= places),
    CONSTRAINT places_jamais_depassees CHECK (places IS NULL OR places_tenues + places_prises <= places)
);
CREATE INDEX session_debut ON session (debut) WHERE etat = 'ouverte';

-- People
CREATE TABLE allocataire (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identifiant text NOT NULL UNIQUE,
    source text NOT NULL CHECK (source <> ''),
    source_id text NOT NULL CHECK (source_id <> ''),
    prenom text NOT NULL,
    nom text NOT NULL,
    cle_tri text NOT NULL,
    commune text REFERENCES commune (code_insee),
    orientation text CHECK (orientation IN ('rus_proche', 'rus_eloigne', 'ft_proche', 'ft_global')),
    annee_naissance smallint CHECK (annee_naissance BETWEEN 1900 AND 2100),
    entree_rsa date,
    date_cer date,
    publics text[] NOT NULL DEFAULT '{}',
    criteres_iae text[] NOT NULL DEFAULT '{}',
    metiers text[] NOT NULL DEFAULT '{}',
    projet text NOT NULL DEFAULT '',
    experience text NOT NULL DEFAULT '',
    competences text[] NOT NULL DEFAULT '{}',
    niveau smallint REFERENCES niveau (code),
    francais text CHECK (francais IN ('<A1', 'A1', 'A2', 'B1', 'B2', 'C1', 'C2')),
    permis text[] CHECK (permis <@ ARRAY['AM', 'A', 'B', 'BE', 'C', 'CE', 'D']),
    vehicule boolean,
    moyen_transport text CHECK (moyen_transport IN ('a_pied', 'velo', 'transports', 'deux_roues', 'voiture')),
    rayon_km double precision CHECK (rayon_km > 0 AND rayon_km <= 200),
    disponibilites integer CHECK (disponibilites >= 0 AND disponibilites < 268435456),
    freins text[] NOT NULL DEFAULT '{}' CHECK (freins <@ ARRAY['garde_enfants', 'mobilite', 'langue', 'illettrisme', 'numerique', 'sante', 'logement',
        'administratif', 'financier', 'confiance', 'judiciaire', 'aidant']),
    inscrit_ft boolean,
    rqth boolean,
    pass_iae_fin date,
    UNIQUE (source, source_id)
);

-- One row per import that wrote: what came in, when, and how much of it.
CREATE TABLE import (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    format text NOT NULL,
    source text NOT NULL,
    fichier text NOT NULL,
    empreinte_fichier bytea NOT NULL,
    lance_le timestamptz NOT NULL DEFAULT now(),
    lus integer NOT NULL,
    crees integer NOT NULL,
    modifies integer NOT NULL,
    inchanges integer NOT NULL,
    fermes integer NOT NULL,
    rejetes integer NOT NULL
);
