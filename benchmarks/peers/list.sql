-- A page of events as one JSON text, put together by PostgreSQL.
SELECT json_build_object('results', coalesce(json_agg(item.item), '[]'))::text
FROM (
    SELECT json_build_object(
        'id', event.slug, 'url', '/api/v1/events/' || event.slug || '/', 'title', event.title,
        'summary', event.summary, 'event_type', event.event_type, 'mode', event.mode, 'quad_class', event.quad_class,
        'realis', event.realis,
        'date', json_build_object('edtf', date_edtf, 'start', date_start, 'end', date_end,
                                  'precision', date_precision, 'note', date_note),
        'places', (SELECT coalesce(json_agg(json_build_object(
            'place', json_build_object('id', place.slug, 'name', place.name, 'country', place.country,
                'latitude', place.latitude, 'longitude', place.longitude, 'precision', place.precision),
            'role', event_place.role) ORDER BY event_place.id), '[]')
            FROM event_place JOIN place ON place.id = place_id WHERE event_id = event.id),
        'participants', (SELECT coalesce(json_agg(json_build_object(
            'actor', json_build_object('id', actor.slug, 'name', actor.name,
                                       'url', '/api/v1/actors/' || actor.slug || '/'),
            'role', event_participant.role) ORDER BY event_participant.id), '[]')
            FROM event_participant JOIN actor ON actor.id = actor_id WHERE event_id = event.id),
        'part_of', (SELECT json_build_object('id', larger.slug, 'title', larger.title,
                                             'url', '/api/v1/events/' || larger.slug || '/')
            FROM event AS larger WHERE larger.id = event.part_of_id),
        'agreement', agreement, 'contested_aspects', contested_aspects, 'claim_count', claim_count,
        'article_count', article_count, 'source_count', source_count,
        'independent_source_count', independent_source_count, 'updated_at', updated_at{detail}
    ) AS item
    FROM event WHERE {where} ORDER BY sort_date DESC, slug DESC LIMIT 50
) AS item
