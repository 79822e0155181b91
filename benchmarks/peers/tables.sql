-- The same events as the product serves, as relational tables with keys and indexes, made from its own answers.
-- What has no day is sorted last and what has no end lasts for ever, in columns of their own without nulls to mind.
DROP SCHEMA IF EXISTS peers CASCADE;
CREATE SCHEMA peers;

CREATE TABLE peers.actor AS
SELECT id::int, slug::text, name::text FROM publication_publishedactor WHERE valid_to IS NULL;
ALTER TABLE peers.actor ADD PRIMARY KEY (id);
CREATE UNIQUE INDEX ON peers.actor (slug);

CREATE TABLE peers.place AS
SELECT id::int, slug::text, snapshot->>'name' AS name, snapshot->>'country' AS country,
       (snapshot->>'latitude')::float8 AS latitude, (snapshot->>'longitude')::float8 AS longitude,
       (snapshot->>'precision')::int AS precision
FROM publication_publishedplace WHERE valid_to IS NULL;
ALTER TABLE peers.place ADD PRIMARY KEY (id);
CREATE UNIQUE INDEX ON peers.place (slug);

CREATE UNLOGGED TABLE peers.told AS
SELECT id::int, document::jsonb AS d FROM publication_publishedevent WHERE valid_to IS NULL;

CREATE TABLE peers.event AS
SELECT id, d->>'id' AS slug, d->>'title' AS title, d->>'summary' AS summary, d->>'event_type' AS event_type,
       d->>'mode' AS mode, d->>'quad_class' AS quad_class, d->>'realis' AS realis, d->'date'->>'edtf' AS date_edtf,
       (d->'date'->>'start')::date AS date_start, (d->'date'->>'end')::date AS date_end,
       d->'date'->>'precision' AS date_precision, d->'date'->>'note' AS date_note,
       coalesce((d->'date'->>'start')::date, '0001-01-01') AS sort_date,
       CASE WHEN d->'date'->>'start' IS NOT NULL
            THEN coalesce((d->'date'->>'end')::date, '9999-12-31') END AS last_date, d->'part_of'->>'id' AS part_of_slug,
       NULL::int AS part_of_id, d->'agreement' AS agreement, d->'contested_aspects' AS contested_aspects,
       (d->>'claim_count')::int AS claim_count, (d->>'article_count')::int AS article_count,
       (d->>'source_count')::int AS source_count,
       (d->>'independent_source_count')::int AS independent_source_count,
       (d->>'updated_at')::timestamptz AS updated_at
FROM peers.told;
ALTER TABLE peers.event ADD PRIMARY KEY (id);
CREATE UNIQUE INDEX ON peers.event (slug);
UPDATE peers.event SET part_of_id = larger.id FROM peers.event AS larger WHERE event.part_of_slug = larger.slug;
ALTER TABLE peers.event DROP COLUMN part_of_slug;
CREATE INDEX ON peers.event (sort_date DESC, slug DESC);
CREATE INDEX ON peers.event (event_type, sort_date DESC, slug DESC);
CREATE INDEX ON peers.event (part_of_id);

CREATE TABLE peers.event_place AS
SELECT row_number() OVER ()::int AS id, told.id AS event_id, place.id AS place_id, item->>'role' AS role
FROM peers.told, jsonb_array_elements(d->'places') AS item JOIN peers.place ON place.slug = item->'place'->>'id';
ALTER TABLE peers.event_place ADD PRIMARY KEY (id);
CREATE INDEX ON peers.event_place (event_id);
CREATE INDEX ON peers.event_place (place_id);

CREATE TABLE peers.event_participant AS
SELECT row_number() OVER ()::int AS id, told.id AS event_id, actor.id AS actor_id, item->>'role' AS role
FROM peers.told, jsonb_array_elements(d->'participants') AS item JOIN peers.actor ON actor.slug = item->'actor'->>'id';
ALTER TABLE peers.event_participant ADD PRIMARY KEY (id);
CREATE INDEX ON peers.event_participant (event_id);
CREATE INDEX ON peers.event_participant (actor_id);

CREATE TABLE peers.event_relation AS
SELECT row_number() OVER ()::int AS id, told.id AS event_id, event.id AS to_event_id, item->>'relation' AS relation
FROM peers.told, jsonb_array_elements(d->'relations') AS item JOIN peers.event ON event.slug = item->'event'->>'id';
ALTER TABLE peers.event_relation ADD PRIMARY KEY (id);
CREATE INDEX ON peers.event_relation (event_id);
CREATE INDEX ON peers.event_relation (to_event_id);

CREATE TABLE peers.claim AS
SELECT row_number() OVER ()::int AS id, told.id AS event_id, item->>'id' AS slug, item->>'title' AS title
FROM peers.told, jsonb_array_elements(d->'claims') AS item;
ALTER TABLE peers.claim ADD PRIMARY KEY (id);
CREATE INDEX ON peers.claim (event_id);

CREATE TABLE peers.event_article AS
SELECT row_number() OVER ()::int AS id, told.id AS event_id, item->>'id' AS slug, item->>'title' AS title
FROM peers.told, jsonb_array_elements(d->'articles') AS item;
ALTER TABLE peers.event_article ADD PRIMARY KEY (id);
CREATE INDEX ON peers.event_article (event_id);

DROP TABLE peers.told;

ALTER TABLE peers.event ADD FOREIGN KEY (part_of_id) REFERENCES peers.event;
ALTER TABLE peers.event_place ADD FOREIGN KEY (event_id) REFERENCES peers.event,
                              ADD FOREIGN KEY (place_id) REFERENCES peers.place;
ALTER TABLE peers.event_participant ADD FOREIGN KEY (event_id) REFERENCES peers.event,
                                    ADD FOREIGN KEY (actor_id) REFERENCES peers.actor;
ALTER TABLE peers.event_relation ADD FOREIGN KEY (event_id) REFERENCES peers.event,
                                 ADD FOREIGN KEY (to_event_id) REFERENCES peers.event;
ALTER TABLE peers.claim ADD FOREIGN KEY (event_id) REFERENCES peers.event;
ALTER TABLE peers.event_article ADD FOREIGN KEY (event_id) REFERENCES peers.event;
