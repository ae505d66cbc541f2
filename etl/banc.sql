-- Tables of the bench: the columns of the catalogue without keys or constraints, dropped with the transaction.
CREATE TABLE banc_offre (LIKE lu_offre);
CREATE TABLE banc_session (LIKE lu_session);
CREATE TABLE banc_metier (LIKE offre_metier);
CREATE TABLE banc_condition (LIKE condition);
CREATE TABLE banc_apport (LIKE apport);
