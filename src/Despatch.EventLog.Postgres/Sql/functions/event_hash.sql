-- The same bytes as EventHash in Despatch.EventLog, which says what they are: a log copied between stores keeps its chain.
-- STABLE, as convert_to is: what is declared better than its body is not inlined, and then each event costs a query.
CREATE OR REPLACE FUNCTION despatch.event_hash(previous bytea, stream text, version bigint, name text, at bigint, data bytea)
RETURNS bytea
LANGUAGE sql STABLE
AS $$
  SELECT sha256(
    previous
    || int8send(octet_length(stream)) || convert_to(stream, 'UTF8')
    || int8send(version)
    || int8send(octet_length(name)) || convert_to(name, 'UTF8')
    || int8send(at)
    || int8send(octet_length(data)) || data)
$$;
