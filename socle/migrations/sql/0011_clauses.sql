-- Social clauses followed: marchés, lots, posts, people at work, hours. What was done is the sum of the rows of « heures », what is committed
-- that of the posts: neither is written anywhere else.

CREATE TABLE marche (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identifiant text NOT NULL UNIQUE CHECK (identifiant ~ '^[0-9a-z]{12}$'),
    numero text NOT NULL CHECK (numero <> '' AND length(numero) <= 60),
    -- Folded: « DEMO 2101 » and « demo-2101 » are one marché of a buyer.
    cle_numero text NOT NULL CHECK (cle_numero <> ''),
    objet text NOT NULL CHECK (objet <> '' AND length(objet) <= 1000),
    acheteur text NOT NULL CHECK (acheteur <> ''),
    cle_acheteur text NOT NULL,
    acheteur_siret text CHECK (acheteur_siret ~ '^[0-9]{14}$'),
    cpv text CHECK (cpv ~ '^[0-9]{8}(-[0-9])?$'),
    notification date,
    fin date,
    cree_le timestamptz NOT NULL,
    modifie_le timestamptz NOT NULL,
    UNIQUE (cle_acheteur, cle_numero),
    CHECK (fin >= notification)
);

CREATE TABLE lot (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identifiant text NOT NULL UNIQUE CHECK (identifiant ~ '^[0-9a-z]{12}$'),
    marche_id bigint NOT NULL REFERENCES marche (id),
    numero text NOT NULL CHECK (numero <> '' AND length(numero) <= 60),
    cle_numero text NOT NULL CHECK (cle_numero <> ''),
    intitule text NOT NULL DEFAULT '' CHECK (length(intitule) <= 300),
    titulaire text NOT NULL CHECK (titulaire <> ''),
    titulaire_id bigint REFERENCES structure (id),
    heures_prevues numeric(9, 2) NOT NULL CHECK (heures_prevues > 0),
    debut date NOT NULL,
    fin date NOT NULL CHECK (fin >= debut),
    etat text NOT NULL CHECK (etat IN ('en_cours', 'termine', 'resilie')),
    -- The card of the catalogue, whose declared hours then give way to those counted here.
    offre_id bigint UNIQUE REFERENCES offre (id) ON DELETE SET NULL,
    -- Two tabs: only who saw the last version writes the next.
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    cree_le timestamptz NOT NULL,
    modifie_le timestamptz NOT NULL,
    UNIQUE (marche_id, cle_numero)
);
CREATE INDEX lot_titulaire ON lot (titulaire_id);

CREATE TABLE poste (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identifiant text NOT NULL UNIQUE CHECK (identifiant ~ '^[0-9a-z]{12}$'),
    -- Chosen by the form: sent twice, it is one post.
    cle text NOT NULL UNIQUE CHECK (cle <> '' AND length(cle) <= 100),
    lot_id bigint NOT NULL REFERENCES lot (id),
    code_rome text REFERENCES metier (code_rome),
    contrat text CHECK (contrat IN ('CDI', 'CDD', 'CDDI', 'CTT', 'contrat_apprentissage', 'contrat_professionnalisation', 'PEC', 'titulaire',
        'saisonnier', 'liberal', 'autre')),
    heures_engagees numeric(9, 2) NOT NULL CHECK (heures_engagees >= 0),
    etat text NOT NULL CHECK (etat IN ('ouvert', 'pourvu', 'annule')),
    debut date,
    cree_le timestamptz NOT NULL
);
CREATE INDEX poste_lot ON poste (lot_id);
CREATE INDEX poste_metier ON poste (code_rome);

-- Someone at work on a post. Never more than a first name and an initial here; the prescription says who it is, when there is one.
CREATE TABLE participation (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identifiant text NOT NULL UNIQUE CHECK (identifiant ~ '^[0-9a-z]{12}$'),
    cle text NOT NULL UNIQUE CHECK (cle <> '' AND length(cle) <= 100),
    poste_id bigint NOT NULL REFERENCES poste (id),
    prescription_id bigint REFERENCES prescription (id),
    prenom text NOT NULL CHECK (prenom <> '' AND length(prenom) <= 60),
    initiale text NOT NULL CHECK (initiale = '' OR length(initiale) = 1),
    -- Tells apart two people of one lot whose first name and initial are the same; chosen by the facilitateur.
    repere text NOT NULL DEFAULT '' CHECK (length(repere) <= 12),
    public text CHECK (public IN ('rsa', 'deld', 'minima', 'th', 'jeune', 'senior', 'qpv', 'iae', 'refugie', 'justice', 'autre')),
    entree date NOT NULL,
    sortie date CHECK (sortie >= entree),
    -- The dates were deduced from the months of a file: another file may widen them, a person's hand fixes them.
    dates_deduites boolean NOT NULL DEFAULT false,
    cree_le timestamptz NOT NULL
);
CREATE INDEX participation_poste ON participation (poste_id);
CREATE INDEX participation_prescription ON participation (prescription_id);

CREATE TABLE heures (
    participation_id bigint NOT NULL REFERENCES participation (id),
    mois date NOT NULL CHECK (extract(day FROM mois) = 1),
    -- 48 hours a week (article L3121-20 of the Code du travail) over 31 days.
    heures numeric(6, 2) NOT NULL CHECK (heures >= 0 AND heures <= 213),
    source text NOT NULL CHECK (source IN ('saisie', 'import')),
    compte_id bigint REFERENCES compte (id),
    note_le timestamptz NOT NULL,
    PRIMARY KEY (participation_id, mois)
);
CREATE INDEX heures_mois ON heures (mois);

-- Hours belong to months when the person was there, and to the lot, whose hours may be told up to three months after its end.
CREATE FUNCTION heures_a_leur_place(une_participation bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (
        SELECT FROM heures h JOIN participation p ON p.id = h.participation_id JOIN poste o ON o.id = p.poste_id JOIN lot l ON l.id = o.lot_id
        WHERE h.participation_id = une_participation
            AND (h.mois < date_trunc('month', greatest(p.entree, l.debut)) OR h.mois > least(coalesce(p.sortie, 'infinity'), l.fin + interval '3 months'))
    )
$$;
CREATE FUNCTION refuser_heures_deplacees() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ligne jsonb := to_jsonb(NEW);
    visees bigint[] := CASE TG_TABLE_NAME
        WHEN 'heures' THEN ARRAY[(ligne ->> 'participation_id')::bigint]
        WHEN 'participation' THEN ARRAY[(ligne ->> 'id')::bigint]
        ELSE ARRAY(SELECT p.id FROM participation p JOIN poste o ON o.id = p.poste_id WHERE o.lot_id = (ligne ->> 'id')::bigint)
    END;
BEGIN
    IF EXISTS (SELECT FROM unnest(visees) AS v (id) WHERE NOT heures_a_leur_place(v.id)) THEN
        RAISE EXCEPTION 'heures hors des dates de la personne ou du lot' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER heures_dans_les_dates AFTER INSERT OR UPDATE ON heures
    FOR EACH ROW EXECUTE FUNCTION refuser_heures_deplacees();
CREATE CONSTRAINT TRIGGER participation_garde_ses_heures AFTER UPDATE OF entree, sortie, poste_id ON participation
    FOR EACH ROW EXECUTE FUNCTION refuser_heures_deplacees();
CREATE CONSTRAINT TRIGGER lot_garde_ses_heures AFTER UPDATE OF debut, fin ON lot
    FOR EACH ROW EXECUTE FUNCTION refuser_heures_deplacees();

-- A workbook read and shown, before it is confirmed: what will be written, never a whole name, forgotten at the confirmation or after a day.
CREATE TABLE clauses_envoi (
    identifiant text PRIMARY KEY CHECK (identifiant ~ '^[0-9a-z]{12}$'),
    compte_id bigint NOT NULL REFERENCES compte (id),
    fichier text NOT NULL,
    contenu jsonb NOT NULL CHECK (jsonb_typeof(contenu) = 'object'),
    cree_le timestamptz NOT NULL
);
CREATE INDEX clauses_envoi_compte ON clauses_envoi (compte_id);

-- What a followed lot stands at. The one place where hours are added up.
CREATE VIEW lot_en_chiffres AS
    SELECT l.id, l.marche_id, l.offre_id, l.heures_prevues AS prevues, coalesce(p.engagees, 0) AS engagees, coalesce(h.realisees, 0) AS realisees,
        coalesce(p.ouverts, 0)::int AS postes_ouverts, coalesce(h.personnes, 0)::int AS personnes
    FROM lot l
    LEFT JOIN LATERAL (
        SELECT sum(o.heures_engagees) AS engagees, count(*) FILTER (WHERE o.etat = 'ouvert') AS ouverts
        FROM poste o WHERE o.lot_id = l.id AND o.etat <> 'annule'
    ) p ON true
    LEFT JOIN LATERAL (
        SELECT sum(s.heures) AS realisees, count(DISTINCT a.id) AS personnes
        FROM poste o JOIN participation a ON a.poste_id = o.id LEFT JOIN heures s ON s.participation_id = a.id WHERE o.lot_id = l.id
    ) h ON true;
