-- Not even the tables' owner changes what was written; it would have to grant itself the right first, which shows in an audit.
REVOKE UPDATE, DELETE, TRUNCATE ON despatch.events, despatch.tags, despatch.commands FROM CURRENT_USER;
REVOKE DELETE, TRUNCATE ON despatch.heads FROM CURRENT_USER;
