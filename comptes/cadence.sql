-- Attempts.

-- name: compter
-- One more attempt in this window; windows of the past are dropped on the way.
WITH passees AS (DELETE FROM tentative WHERE fenetre < :fenetre)
INSERT INTO tentative (cle, fenetre, nombre) VALUES (:cle, :fenetre, 1)
ON CONFLICT (cle, fenetre) DO UPDATE SET nombre = tentative.nombre + 1
RETURNING nombre;

-- name: oublier!
DELETE FROM tentative WHERE cle = :cle AND fenetre = :fenetre;

-- name: rendre!
UPDATE tentative SET nombre = nombre - 1 WHERE cle = :cle AND fenetre = :fenetre AND nombre > 1;
