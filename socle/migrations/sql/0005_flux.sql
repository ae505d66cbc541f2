-- People as files bring them and as a CIP completes them: contact, rights, what is known to be false, notes, doubtful matches, names of columns.
-- Nothing here is made of a NIR or of a CAF matricule, not even a print of one.

ALTER TABLE allocataire
    ADD COLUMN telephone text CHECK (telephone ~ '^\+?[0-9]{4,15}$'),
    ADD COLUMN courriel text CHECK (courriel ~ '^[^@[:space:]]+@[^@[:space:]]+\.[^@[:space:]]+$'),
    -- May the service write to the person? NULL: nobody has asked them.
    ADD COLUMN accord_telephone boolean,
    ADD COLUMN accord_courriel boolean,
    ADD COLUMN droit_rsa text CHECK (droit_rsa IN ('en_attente', 'refuse', 'ouvert', 'suspendu', 'versement_suspendu', 'clos')),
    ADD COLUMN droits_devoirs boolean,
    ADD COLUMN sortie_rsa date,
    -- Reference day of the last monthly flow that held the person, and CAF or MSA that sent it: who is not in its next one has left.
    ADD COLUMN vu_flux_le date,
    ADD COLUMN flux_organisme text,
    -- Freins known not to be there: with « freins », the third state is unknown. A frein in both lists is there (the demonstration rewrites « freins »).
    ADD COLUMN freins_absents text[] NOT NULL DEFAULT '{}' CHECK (freins_absents <@ ARRAY['garde_enfants', 'mobilite', 'langue', 'illettrisme',
        'numerique', 'sante', 'logement', 'administratif', 'financier', 'confiance', 'judiciaire', 'aidant']),
    ADD CHECK ((vu_flux_le IS NULL) = (flux_organisme IS NULL)),
    -- Grows with each change of the file: two people who edit it are told.
    ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    ADD COLUMN maj_le timestamptz,
    ADD COLUMN maj_par bigint REFERENCES compte (id);
CREATE INDEX allocataire_cle_tri ON allocataire (cle_tri);
CREATE INDEX allocataire_flux ON allocataire (flux_organisme, vu_flux_le) WHERE sortie_rsa IS NULL;

-- Other names a person is known by (birth name, a spelling that someone recognised), folded like allocataire.cle_tri.
CREATE TABLE autre_nom (
    allocataire_id bigint NOT NULL REFERENCES allocataire (id) ON DELETE CASCADE,
    cle_tri text NOT NULL CHECK (cle_tri <> ''),
    PRIMARY KEY (allocataire_id, cle_tri)
);
CREATE INDEX autre_nom_cle ON autre_nom (cle_tri);

CREATE TABLE note (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identifiant text NOT NULL UNIQUE,
    allocataire_id bigint NOT NULL REFERENCES allocataire (id) ON DELETE CASCADE,
    auteur_id bigint NOT NULL REFERENCES compte (id),
    texte text NOT NULL CHECK (texte <> '' AND length(texte) <= 4000),
    -- What the author was warned of and kept all the same.
    alertes text[] NOT NULL DEFAULT '{}' CHECK (alertes <@ ARRAY['sante', 'opinion', 'origine', 'justice', 'jugement']),
    cree_le timestamptz NOT NULL
);
CREATE INDEX note_allocataire ON note (allocataire_id, id);

-- A line of a file that may be someone already known: a person decides. What the file said is erased once they have.
CREATE TABLE rapprochement (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identifiant text NOT NULL UNIQUE,
    empreinte bytea NOT NULL CHECK (length(empreinte) = 32),
    motif text NOT NULL CHECK (motif IN ('lieu', 'date', 'peu_d_indices', 'plusieurs', 'orthographe', 'deja_prise', 'numero')),
    fichier text NOT NULL,
    chemin text NOT NULL,
    source text NOT NULL CHECK (source <> ''),
    structure_id bigint REFERENCES structure (id),
    faits jsonb CHECK (jsonb_typeof(faits) = 'object'),
    cree_le timestamptz NOT NULL,
    decision text CHECK (decision IN ('meme', 'distinctes')),
    decide_le timestamptz,
    decide_par bigint REFERENCES compte (id),
    allocataire_id bigint REFERENCES allocataire (id) ON DELETE CASCADE,
    CHECK ((decision IS NULL) = (decide_le IS NULL) AND (decision IS NULL) = (decide_par IS NULL) AND (decision IS NULL) = (allocataire_id IS NULL)),
    CHECK ((decision IS NULL) = (faits IS NOT NULL))
);
CREATE UNIQUE INDEX rapprochement_en_attente ON rapprochement (empreinte) WHERE decision IS NULL;
CREATE INDEX rapprochement_decide ON rapprochement (empreinte) WHERE decision IS NOT NULL;

CREATE TABLE rapprochement_candidat (
    rapprochement_id bigint NOT NULL REFERENCES rapprochement (id) ON DELETE CASCADE,
    rang smallint NOT NULL CHECK (rang >= 0),
    allocataire_id bigint NOT NULL REFERENCES allocataire (id) ON DELETE CASCADE,
    PRIMARY KEY (rapprochement_id, rang),
    UNIQUE (rapprochement_id, allocataire_id)
);
CREATE INDEX rapprochement_candidat_personne ON rapprochement_candidat (allocataire_id);

-- How each structure names its columns: « champ » is what the import reads there, '' for a column to leave aside. structure_id NULL: the Département.
CREATE TABLE colonne_liste (
    structure_id bigint REFERENCES structure (id) ON DELETE CASCADE,
    entete text NOT NULL CHECK (entete <> ''),
    champ text NOT NULL,
    UNIQUE NULLS NOT DISTINCT (structure_id, entete)
);
