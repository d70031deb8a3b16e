-- The words of SQLite that the statements of this package use, for PostgreSQL. Each does what SQLite's does for what the
-- store asks of it. Statements are parted by a line of dashes. JSON cannot hold U+0000 there; it becomes U+FFFD.
CREATE FUNCTION json_of(told text) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN replace(told, '\u0000', '\ufffd')::jsonb
--------
CREATE FUNCTION json_each(told text) RETURNS TABLE (value text) LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 10
BEGIN ATOMIC SELECT one.value FROM jsonb_array_elements_text(json_of(told)) AS one; END
--------
CREATE FUNCTION json_each(told text, path text) RETURNS TABLE (value text) LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 10
BEGIN ATOMIC
    SELECT one.value
    FROM jsonb_array_elements_text(coalesce(jsonb_path_query_first(json_of(told), path::jsonpath), '[]')) AS one;
END
--------
CREATE FUNCTION json_extract(told text, path text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN jsonb_path_query_first(json_of(told), path::jsonpath) #>> '{}'
--------
CREATE FUNCTION max(one bigint, other bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN one IS NULL OR other IS NULL THEN NULL ELSE greatest(one, other) END
--------
CREATE FUNCTION min(one bigint, other bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN one IS NULL OR other IS NULL THEN NULL ELSE least(one, other) END
--------
CREATE FUNCTION instr(told text, part text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN strpos(told, part)
--------
CREATE FUNCTION glob(pattern text, told text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN told LIKE translate(regexp_replace(pattern, '([%_\\])', '\\\1', 'g'), '*?', '%_')
--------
ALTER TABLE change ADD COLUMN chosen_counted text COLLATE "C"
GENERATED ALWAYS AS (coalesce(json_extract(fields, '$.new.counted'), json_extract(fields, '$.old.counted'), '')) STORED
--------
ALTER TABLE change ADD COLUMN chosen_place text COLLATE "C"
GENERATED ALWAYS AS (lower(coalesce(json_extract(fields, '$.new.place'), json_extract(fields, '$.old.place'), ''))) STORED
--------
ALTER TABLE change ADD COLUMN chosen_level text COLLATE "C"
GENERATED ALWAYS AS (coalesce(json_extract(fields, '$.level'), '')) STORED
--------
CREATE INDEX change_chosen_counted ON change (chosen_counted)
--------
CREATE INDEX change_chosen_place ON change (chosen_place)
--------
CREATE INDEX change_chosen_level ON change (chosen_level)
--------
CREATE FUNCTION refuse_edit() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'reviews are never edited'; END $$
--------
CREATE TRIGGER review_no_edit BEFORE UPDATE OR DELETE ON review FOR EACH ROW EXECUTE FUNCTION refuse_edit()
