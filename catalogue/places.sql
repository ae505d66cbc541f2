-- Places of sessions. Each command is one conditional counter: whoever waits for the row judges it again once it is free.

-- name: places
-- The counts of a session.
SELECT places, places_reservees, places_tenues, places_prises, places_hors_reserve, etat FROM session WHERE id = :session_id;

-- name: tenir!
-- Hold one place, when one is left for this person.
UPDATE session SET places_tenues = places_tenues + 1, places_hors_reserve = places_hors_reserve + (NOT :beneficiaire::boolean)::int
WHERE id = :session_id AND etat = 'ouverte' AND (
    places IS NULL
    OR places_tenues + places_prises < places AND (:beneficiaire::boolean OR places_hors_reserve < places - places_reservees)
);

-- name: prendre!
-- A place held becomes taken.
UPDATE session SET places_tenues = places_tenues - 1, places_prises = places_prises + 1 WHERE id = :session_id;

-- name: liberer_tenue!
-- A place held is free again.
UPDATE session SET places_tenues = places_tenues - 1, places_hors_reserve = places_hors_reserve - (NOT :beneficiaire::boolean)::int
WHERE id = :session_id;

-- name: liberer_prise!
-- A place taken is free again.
UPDATE session SET places_prises = places_prises - 1, places_hors_reserve = places_hors_reserve - (NOT :beneficiaire::boolean)::int
WHERE id = :session_id;
