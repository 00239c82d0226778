-- Appends a batch of requests: one statement, one transaction, one sync. Each request is written whole or not at all; one that
-- conflicts, or whose command is done, is answered and leaves the rest alone. No stream and no command id may be in a batch
-- twice: the caller sees to that, and the keys would refuse it.
--
-- All lists count from 1. Of request r: p_writes[r] writes, and p_commands[r], its place among the commands or 0. Of write w: its
-- stream, the version expected and p_events[w] events. Requests, writes and events each lie in order, one after the other.
-- Answers: outcome 0 appended (first, last position); 1 conflict (first: which write, last: the actual version);
-- 2 done before (last: its position).
--
-- Every batch of every process takes one lock and keeps it until its commit is durable. So the order of positions is the order
-- of commits and a reader that sees a position sees all before it; it also lets the heads be read without locking each. The
-- transaction is one statement: a client that freezes cannot keep the lock.
CREATE OR REPLACE FUNCTION despatch.append(
  p_at bigint,
  p_writes integer[], p_commands integer[],
  p_streams text[], p_expected bigint[], p_events integer[],
  p_names text[], p_data bytea[],
  p_tag_events integer[], p_tags text[],
  p_command_ids text[], p_fingerprints text[], p_answers bytea[],
  OUT outcomes integer[], OUT firsts bigint[], OUT lasts bigint[])
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '1500ms'
-- A plan made while the tables were small must not scan them, nor their indexes, when they are large.
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
-- Planning its statements anew took a small batch a third of its time; their plans do not depend on what is in the lists.
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  l_position  bigint;
  l_before    bigint;
  l_versions  bigint[];
  l_hashes    bytea[];
  l_done      bigint[];
  l_written   boolean[] := array_fill(false, ARRAY[cardinality(p_streams)]);
  l_streams   integer[] := array_fill(NULL::integer, ARRAY[cardinality(p_names)]);
  l_numbers   bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(p_names)]);
  l_positions bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(p_names)]);
  l_chain     bytea[] := array_fill(NULL::bytea, ARRAY[cardinality(p_names)]);
  l_first     bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(p_writes)]);
  l_last      bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(p_writes)]);
  l_outcome   integer[] := array_fill(0, ARRAY[cardinality(p_writes)]);
  l_kept      bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(p_command_ids)]);
  l_write     integer := 0;
  l_event     integer := 0;
  l_end       integer;
  l_command   integer;
  l_version   bigint;
  l_hash      bytea;
  l_none      bytea := decode(repeat('00', 32), 'hex');
BEGIN
  -- What is answered is durable, whatever the server's default says.
  IF current_setting('synchronous_commit') = 'off' THEN
    PERFORM set_config('synchronous_commit', 'on', true);
  END IF;

  PERFORM pg_advisory_xact_lock(4919131752989214001);
  SELECT coalesce(max(e.position), 0) INTO l_position FROM despatch.events e;
  l_before := l_position;

  -- OFFSET 0 keeps each look-up a look-up, one for each element in turn: nothing else can be planned, so nothing need be sorted.
  -- unnest beside SELECT goes from row to row; after FROM it fills a store for each list first.
  SELECT array_agg(coalesce(h.version, 0)), array_agg(coalesce(h.hash, l_none))
  INTO l_versions, l_hashes
  FROM (SELECT unnest(p_streams) AS stream) w
  LEFT JOIN LATERAL (SELECT version, hash FROM despatch.heads WHERE heads.stream = w.stream OFFSET 0) h ON true;

  IF cardinality(p_command_ids) > 0 THEN
    SELECT array_agg(d.position) INTO l_done
    FROM (SELECT unnest(p_command_ids) AS id) c
    LEFT JOIN LATERAL (SELECT position FROM despatch.commands WHERE commands.id = c.id OFFSET 0) d ON true;
  END IF;

  FOR r IN 1 .. cardinality(p_writes) LOOP
    l_end := l_write + p_writes[r];
    l_command := p_commands[r];
    IF l_command > 0 AND l_done[l_command] IS NOT NULL THEN
      l_outcome[r] := 2;
      l_last[r] := l_done[l_command];
    ELSE
      FOR w IN l_write + 1 .. l_end LOOP
        IF l_versions[w] <> p_expected[w] THEN
          l_outcome[r] := 1;
          l_first[r] := w - l_write;
          l_last[r] := l_versions[w];
          EXIT;
        END IF;
      END LOOP;
    END IF;

    IF l_outcome[r] = 0 THEN
      l_first[r] := l_position + 1;
      FOR w IN l_write + 1 .. l_end LOOP
        l_version := l_versions[w];
        l_hash := l_hashes[w];
        FOR e IN l_event + 1 .. l_event + p_events[w] LOOP
          l_version := l_version + 1;
          l_position := l_position + 1;
          l_hash := despatch.event_hash(l_hash, p_streams[w], l_version, p_names[e], p_at, p_data[e]);
          l_streams[e] := w;
          l_numbers[e] := l_version;
          l_positions[e] := l_position;
          l_chain[e] := l_hash;
        END LOOP;
        l_event := l_event + p_events[w];
        l_versions[w] := l_version;
        l_hashes[w] := l_hash;
        l_written[w] := true;
      END LOOP;
      l_last[r] := l_position;
      IF l_command > 0 THEN
        l_kept[l_command] := l_position;
      END IF;
    ELSE
      FOR w IN l_write + 1 .. l_end LOOP
        l_event := l_event + p_events[w];
      END LOOP;
    END IF;
    l_write := l_end;
  END LOOP;

  IF l_position > l_before THEN
    INSERT INTO despatch.events (stream, version, position, name, at, data, hash)
    SELECT p_streams[e.stream], e.version, e.position, e.name, p_at, e.data, e.hash
    FROM (SELECT unnest(l_streams) AS stream, unnest(l_numbers) AS version, unnest(l_positions) AS position,
                 unnest(p_names) AS name, unnest(p_data) AS data, unnest(l_chain) AS hash) e
    WHERE e.position IS NOT NULL;

    -- What was written was at the version expected: where that is 0 there is no head yet. Most streams go on, and to move a head is
    -- a third cheaper than to try to insert it first.
    UPDATE despatch.heads AS h SET version = w.version, hash = w.hash
    FROM (SELECT unnest(p_streams) AS stream, unnest(l_versions) AS version, unnest(l_hashes) AS hash, unnest(l_written) AS written) w
    WHERE w.written AND h.stream = w.stream;
    IF 0 = ANY (p_expected) THEN
      INSERT INTO despatch.heads (stream, version, hash)
      SELECT w.stream, w.version, w.hash
      FROM (SELECT unnest(p_streams) AS stream, unnest(p_expected) AS expected, unnest(l_versions) AS version,
                   unnest(l_hashes) AS hash, unnest(l_written) AS written) w
      WHERE w.written AND w.expected = 0;
    END IF;

    IF cardinality(p_tags) > 0 THEN
      -- An event that names one tag twice carries it once.
      INSERT INTO despatch.tags (tag, position)
      SELECT t.tag, l_positions[t.event]
      FROM unnest(p_tags, p_tag_events) t(tag, event)
      WHERE l_positions[t.event] IS NOT NULL
      ON CONFLICT DO NOTHING;
    END IF;

    IF cardinality(p_command_ids) > 0 THEN
      INSERT INTO despatch.commands (id, fingerprint, answer, position)
      SELECT c.id, c.fingerprint, c.answer, c.position
      FROM (SELECT unnest(p_command_ids) AS id, unnest(p_fingerprints) AS fingerprint,
                   unnest(p_answers) AS answer, unnest(l_kept) AS position) c
      WHERE c.position IS NOT NULL;
    END IF;

    PERFORM pg_notify('despatch_log', l_position::text);
  END IF;

  outcomes := l_outcome;
  firsts := l_first;
  lasts := l_last;
END
$$;
