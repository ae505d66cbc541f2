-- Conventions métiers en tension: what an employer committed to, the offers that count for it, and hires declared by hand.
-- Hires through a prescription are never written a second time: the view at the end reads them where they happen.

CREATE TABLE convention (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identifiant text NOT NULL UNIQUE CHECK (identifiant ~ '^[0-9a-z]{12}$'),
    -- Chosen by the form: sent twice, it is one convention.
    cle text NOT NULL UNIQUE CHECK (cle <> '' AND length(cle) <= 100),
    structure_id bigint NOT NULL REFERENCES structure (id),
    titre text NOT NULL CHECK (titre <> '' AND length(titre) <= 200),
    debut date NOT NULL,
    fin date NOT NULL,
    etat text NOT NULL DEFAULT 'preparee' CHECK (etat IN ('preparee', 'signee', 'close')),
    -- Its public face in the catalogue; a convention may be followed before it is published, or without ever being.
    offre_id bigint UNIQUE REFERENCES offre (id) ON DELETE SET NULL,
    referent_id bigint REFERENCES compte (id),
    note text NOT NULL DEFAULT '' CHECK (length(note) <= 2000),
    -- Two tabs: only who saw the last version writes the next.
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    cree_le timestamptz NOT NULL,
    modifie_le timestamptz NOT NULL,
    CONSTRAINT convention_periode CHECK (fin >= debut AND fin - debut <= 3660 AND debut >= '2000-01-01')
);
CREATE INDEX convention_structure ON convention (structure_id);
CREATE INDEX convention_referent ON convention (referent_id);

CREATE TABLE convention_engagement (
    convention_id bigint NOT NULL REFERENCES convention (id) ON DELETE CASCADE,
    code_rome text NOT NULL REFERENCES metier (code_rome),
    annee smallint NOT NULL CHECK (annee BETWEEN 2000 AND 2200),
    prevues integer NOT NULL CHECK (prevues BETWEEN 1 AND 1000),
    PRIMARY KEY (convention_id, code_rome, annee)
);
CREATE INDEX convention_engagement_metier ON convention_engagement (code_rome);

-- An offer counts for one convention at most; for the métier chosen, else for its own first one.
CREATE TABLE convention_offre (
    offre_id bigint PRIMARY KEY REFERENCES offre (id) ON DELETE CASCADE,
    convention_id bigint NOT NULL REFERENCES convention (id) ON DELETE CASCADE,
    code_rome text REFERENCES metier (code_rome),
    rattachee_le timestamptz NOT NULL,
    rattachee_par bigint REFERENCES compte (id)
);
CREATE INDEX convention_offre_convention ON convention_offre (convention_id);
CREATE INDEX convention_offre_metier ON convention_offre (code_rome);
CREATE INDEX convention_offre_auteur ON convention_offre (rattachee_par);

-- Hires that came by another way than a prescription: a count, never a name.
CREATE TABLE convention_embauche (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identifiant text NOT NULL UNIQUE CHECK (identifiant ~ '^[0-9a-z]{12}$'),
    cle text NOT NULL UNIQUE CHECK (cle <> '' AND length(cle) <= 100),
    convention_id bigint NOT NULL REFERENCES convention (id) ON DELETE CASCADE,
    code_rome text NOT NULL REFERENCES metier (code_rome),
    jour date NOT NULL,
    nombre integer NOT NULL CHECK (nombre BETWEEN 1 AND 200),
    contrat text CHECK (contrat IN ('CDI', 'CDD', 'CDDI', 'CTT', 'contrat_apprentissage', 'contrat_professionnalisation', 'PEC', 'titulaire',
        'saisonnier', 'liberal', 'autre')),
    declaree_le timestamptz NOT NULL,
    declaree_par bigint REFERENCES compte (id)
);
CREATE INDEX convention_embauche_convention ON convention_embauche (convention_id, code_rome);
CREATE INDEX convention_embauche_metier ON convention_embauche (code_rome);
CREATE INDEX convention_embauche_auteur ON convention_embauche (declaree_par);

-- The one place where « what counts as done » is written: declared by hand, or a prescription on an attached offer that hires, whose person entered and
-- did not leave that state otherwise than by its end; on a métier of the convention, within its dates. docs/decisions/0009 says why.
CREATE VIEW convention_realisee AS
    SELECT c.id AS convention_id, x.code_rome, x.jour, x.nombre, x.declaration_id, x.prescription_id
    FROM convention c
    JOIN (
        SELECT e.convention_id, e.code_rome, e.jour, e.nombre, e.id AS declaration_id, NULL::bigint AS prescription_id FROM convention_embauche e
        UNION ALL
        SELECT r.convention_id, coalesce(r.code_rome, premier.code_rome), (entree.quand AT TIME ZONE 'Europe/Paris')::date, 1, NULL, p.id
        FROM convention_offre r
        JOIN offre o ON o.id = r.offre_id AND o.type_offre IN ('recrutement', 'iae', 'convention', 'collectivite')
        JOIN prescription p ON p.offre_id = o.id AND p.etat IN ('entree', 'terminee', 'expiree')
        CROSS JOIN LATERAL (SELECT max(t.quand) AS quand FROM prescription_etape t WHERE t.prescription_id = p.id AND t.vers = 'entree') entree
        LEFT JOIN LATERAL (SELECT t.de FROM prescription_etape t WHERE t.prescription_id = p.id ORDER BY t.id DESC LIMIT 1) dernier ON true
        LEFT JOIN LATERAL (SELECT m.code_rome FROM offre_metier m WHERE m.offre_id = o.id ORDER BY m.rang LIMIT 1) premier ON true
        WHERE entree.quand IS NOT NULL AND (p.etat = 'entree' OR dernier.de = 'entree')
    ) x ON x.convention_id = c.id
    WHERE x.jour BETWEEN c.debut AND c.fin
        AND EXISTS (SELECT FROM convention_engagement g WHERE g.convention_id = c.id AND g.code_rome = x.code_rome);
