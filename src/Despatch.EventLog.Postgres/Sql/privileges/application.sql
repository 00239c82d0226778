-- The role the silos connect as, where it is not the owner: it reads, and it appends by the one function. :role is its name.
GRANT USAGE ON SCHEMA despatch TO :role;
GRANT SELECT ON ALL TABLES IN SCHEMA despatch TO :role;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA despatch FROM :role;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA despatch TO :role;
