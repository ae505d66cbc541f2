-- Accounts, sessions, one-time tokens, throttling, audit, and who may see which person.

CREATE TABLE compte (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identifiant text NOT NULL UNIQUE,
    role text NOT NULL CHECK (role IN ('cip', 'cre', 'employeur', 'allocataire', 'manager', 'admin')),
    nom text NOT NULL CHECK (nom <> ''),
    courriel text CHECK (courriel = lower(courriel) AND courriel ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
    mot_de_passe text CHECK (mot_de_passe LIKE '$argon2id$%'),
    structure_id bigint REFERENCES structure (id),
    territoires text[] NOT NULL DEFAULT '{}',
    allocataire_id bigint UNIQUE REFERENCES allocataire (id) ON DELETE CASCADE,
    oidc_emetteur text,
    oidc_sujet text,
    totp_secret bytea,
    totp_actif boolean NOT NULL DEFAULT false,
    totp_dernier_pas bigint NOT NULL DEFAULT 0,
    actif boolean NOT NULL DEFAULT true,
    demonstration boolean NOT NULL DEFAULT false,
    cree_le timestamptz NOT NULL,
    UNIQUE (oidc_emetteur, oidc_sujet),
    CHECK ((role = 'allocataire') = (allocataire_id IS NOT NULL)),
    CHECK (role = 'allocataire' OR courriel IS NOT NULL),
    CHECK (role NOT IN ('cip', 'cre', 'employeur') OR structure_id IS NOT NULL),
    CHECK ((oidc_emetteur IS NULL) = (oidc_sujet IS NULL)),
    CHECK (NOT totp_actif OR totp_secret IS NOT NULL)
);
-- Several people may share one mailbox; a professional has their own.
CREATE UNIQUE INDEX compte_courriel ON compte (courriel) WHERE role <> 'allocataire';
CREATE INDEX compte_courriel_allocataire ON compte (courriel) WHERE role = 'allocataire';
CREATE INDEX compte_structure ON compte (structure_id);

ALTER TABLE allocataire
    ADD COLUMN referent_id bigint REFERENCES compte (id),
    ADD COLUMN structure_id bigint REFERENCES structure (id);
CREATE INDEX allocataire_referent ON allocataire (referent_id);
CREATE INDEX allocataire_structure ON allocataire (structure_id);

-- Sessions of browsers (« session » is a session of an offer). Only the hash of the token is kept.
CREATE TABLE session_web (
    empreinte bytea PRIMARY KEY CHECK (length(empreinte) = 32),
    compte_id bigint NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    etape text NOT NULL CHECK (etape IN ('ouverte', 'second_facteur', 'enrolement')),
    creee_le timestamptz NOT NULL,
    vue_le timestamptz NOT NULL,
    expire_le timestamptz NOT NULL,
    CHECK (expire_le > creee_le)
);
CREATE INDEX session_web_compte ON session_web (compte_id);
CREATE INDEX session_web_expiration ON session_web (expire_le);

-- Links sent by mail, personal codes, recovery codes: hashed, each for one purpose.
CREATE TABLE jeton (
    empreinte bytea PRIMARY KEY CHECK (length(empreinte) = 32),
    compte_id bigint NOT NULL REFERENCES compte (id) ON DELETE CASCADE,
    usage text NOT NULL CHECK (usage IN ('invitation', 'reinitialisation', 'lien_connexion', 'code_personnel', 'code_secours')),
    cree_le timestamptz NOT NULL,
    expire_le timestamptz NOT NULL,
    CHECK (expire_le > cree_le)
);
CREATE INDEX jeton_compte ON jeton (compte_id, usage);

-- Attempts by account and by address, under keyed hashes: nobody is named. Losing it in a crash only forgives.
CREATE UNLOGGED TABLE tentative (
    cle bytea NOT NULL CHECK (length(cle) = 32),
    fenetre timestamptz NOT NULL,
    nombre integer NOT NULL CHECK (nombre > 0),
    PRIMARY KEY (cle, fenetre)
);

-- Audit: rows are only ever added. Ids carry no foreign key, so that the trace outlives what it speaks of.
CREATE TABLE journal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    quand timestamptz NOT NULL DEFAULT clock_timestamp(),
    compte_id bigint,
    acteur text NOT NULL CHECK (acteur <> ''),
    role text,
    action text NOT NULL CHECK (action ~ '^[a-z_]+(\.[a-z_]+)*$'),
    objet text NOT NULL DEFAULT '',
    allocataire_id bigint
);
CREATE INDEX journal_allocataire ON journal (allocataire_id, id) WHERE allocataire_id IS NOT NULL;
CREATE INDEX journal_compte ON journal (compte_id, id);

CREATE FUNCTION refuser_modification() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'la table % ne fait que s''allonger', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER journal_lignes_fixes BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION refuser_modification();
CREATE TRIGGER journal_jamais_vide BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION refuser_modification();

-- Structures that a person's parcours involves. Empty until prescriptions exist: their migration replaces this view.
CREATE VIEW structure_impliquee AS
    SELECT NULL::bigint AS allocataire_id, NULL::bigint AS structure_id WHERE false;

-- The one place where « who may see whom » is written; parcours/droits.py says the same in words, and a test compares them.
-- Wherever they live: the person's référent, and the person. Within the territoires of the account (none: the whole département): their structure and
-- the structures that the parcours involves. An employer, a manager and an administrator see nobody.
CREATE FUNCTION allocataires_visibles(compte_lecteur bigint) RETURNS TABLE (id bigint) LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT a.id
    FROM compte c
    JOIN allocataire a ON (
        c.role = 'allocataire' AND a.id = c.allocataire_id
        OR c.role = 'cip' AND a.referent_id = c.id
        OR c.role IN ('cip', 'cre')
            AND (a.structure_id = c.structure_id
                OR EXISTS (SELECT FROM structure_impliquee i WHERE i.allocataire_id = a.id AND i.structure_id = c.structure_id))
            AND (c.territoires = '{}' OR EXISTS (SELECT FROM commune m WHERE m.code_insee = a.commune AND m.territoire = ANY (c.territoires)))
    )
    WHERE c.id = compte_lecteur AND c.actif
$$;
