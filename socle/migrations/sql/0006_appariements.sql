-- Tensions, demand, rankings of everybody, and telling which offers changed.

-- How hard it is to recruit for a métier. A fictitious measure says so in its source; without a measure nothing is assumed.
CREATE TABLE tension (
    code_rome text NOT NULL REFERENCES metier (code_rome) ON DELETE CASCADE,
    jour date NOT NULL,
    degre smallint NOT NULL CHECK (degre BETWEEN 1 AND 5),
    source text NOT NULL CHECK (source <> ''),
    PRIMARY KEY (code_rome, jour)
);

-- One run over everybody. Only one is in force; a run that was interrupted is taken up again, or dropped by the next.
CREATE TABLE appariement_lot (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version text NOT NULL CHECK (version <> ''),
    -- Of everything that enters: weights, encoder, day, catalogue, people.
    empreinte bytea NOT NULL CHECK (length(empreinte) = 32),
    jour date NOT NULL,
    parts text[] NOT NULL CHECK (cardinality(parts) BETWEEN 1 AND 40),
    personnes integer NOT NULL CHECK (personnes >= 0),
    offres integer NOT NULL CHECK (offres >= 0),
    commence_le timestamptz NOT NULL,
    fini_le timestamptz,
    en_vigueur boolean NOT NULL DEFAULT false,
    CHECK (NOT en_vigueur OR fini_le IS NOT NULL)
);
CREATE UNIQUE INDEX appariement_lot_en_vigueur ON appariement_lot (en_vigueur) WHERE en_vigueur;

-- The list of one person, best first. Totals are in 4 096 000ths and parts in 4 096ths: whole numbers, so that a list replays to the last digit.
CREATE TABLE appariement (
    lot_id bigint NOT NULL REFERENCES appariement_lot (id) ON DELETE CASCADE,
    allocataire_id bigint NOT NULL REFERENCES allocataire (id) ON DELETE CASCADE,
    offres bigint[] NOT NULL CHECK (array_position(offres, NULL) IS NULL AND cardinality(offres) <= 50),
    totaux integer[] NOT NULL CHECK (0 <= ALL (totaux) AND 4096000 >= ALL (totaux)),
    statuts smallint[] NOT NULL,
    -- Offer after offer, the parts in the order of the run.
    parts smallint[] NOT NULL CHECK (0 <= ALL (parts) AND 4096 >= ALL (parts)),
    PRIMARY KEY (lot_id, allocataire_id),
    CHECK (cardinality(totaux) = cardinality(offres) AND cardinality(statuts) = cardinality(offres)),
    CHECK (cardinality(offres) = 0 AND cardinality(parts) = 0 OR cardinality(parts) % cardinality(offres) = 0)
);
CREATE INDEX appariement_allocataire ON appariement (allocataire_id);

-- Whoever changes an offer tells which one, when the transaction commits; the same words said twice in a transaction are heard once. More than two
-- hundred at once is said as « * », everything: a notification holds less than eight thousand bytes.
CREATE FUNCTION dire_offres(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(ids) > 0 THEN
        PERFORM pg_notify('catalogue', CASE WHEN cardinality(ids) <= 200 THEN array_to_string(ids, ',') ELSE '*' END);
    END IF;
END $$;

CREATE FUNCTION dire_offres_changees() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids bigint[];
BEGIN
    -- The name of the column that holds the offer is the argument of the trigger. Transition tables exist only for the rows the event has.
    IF TG_OP = 'INSERT' THEN
        EXECUTE format('SELECT array_agg(DISTINCT %1$I ORDER BY %1$I) FROM nouvelles', TG_ARGV[0]) INTO ids;
    ELSIF TG_OP = 'DELETE' THEN
        EXECUTE format('SELECT array_agg(DISTINCT %1$I ORDER BY %1$I) FROM anciennes', TG_ARGV[0]) INTO ids;
    ELSE
        EXECUTE format('SELECT array_agg(DISTINCT %1$I ORDER BY %1$I) FROM (TABLE nouvelles UNION ALL TABLE anciennes) t', TG_ARGV[0]) INTO ids;
    END IF;
    PERFORM dire_offres(coalesce(ids, '{}'));
    RETURN NULL;
END $$;

CREATE FUNCTION dire_offres_de_structure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM dire_offres(coalesce((SELECT array_agg(o.id ORDER BY o.id) FROM offre o JOIN nouvelles s ON s.id = o.structure_id), '{}'));
    RETURN NULL;
END $$;

-- A référentiel changes everything.
CREATE FUNCTION dire_tout() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('catalogue', '*');
    RETURN NULL;
END $$;

DO $$
DECLARE
    table_suivie text;
    colonne text;
BEGIN
    FOREACH table_suivie IN ARRAY ARRAY['metier', 'appellation', 'competence', 'metier_competence', 'mobilite', 'commune', 'territoire', 'tension'] LOOP
        EXECUTE format('CREATE TRIGGER dire_tout AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION dire_tout()',
            table_suivie);
    END LOOP;
    FOREACH table_suivie IN ARRAY ARRAY['offre', 'offre_metier', 'condition', 'apport', 'session', 'prescription'] LOOP
        colonne := CASE WHEN table_suivie = 'offre' THEN 'id' ELSE 'offre_id' END;
        EXECUTE format('CREATE TRIGGER dire_ajout AFTER INSERT ON %I REFERENCING NEW TABLE AS nouvelles FOR EACH STATEMENT
            EXECUTE FUNCTION dire_offres_changees(%L)', table_suivie, colonne);
        EXECUTE format('CREATE TRIGGER dire_changement AFTER UPDATE ON %I REFERENCING OLD TABLE AS anciennes NEW TABLE AS nouvelles FOR EACH STATEMENT
            EXECUTE FUNCTION dire_offres_changees(%L)', table_suivie, colonne);
        EXECUTE format('CREATE TRIGGER dire_retrait AFTER DELETE ON %I REFERENCING OLD TABLE AS anciennes FOR EACH STATEMENT
            EXECUTE FUNCTION dire_offres_changees(%L)', table_suivie, colonne);
    END LOOP;
END $$;
CREATE TRIGGER dire_changement AFTER UPDATE ON structure REFERENCING NEW TABLE AS nouvelles FOR EACH STATEMENT
    EXECUTE FUNCTION dire_offres_de_structure();
