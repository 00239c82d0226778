WITH added AS (
  INSERT INTO orleans.membership_version (cluster) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1
)
SELECT count(*)::integer FROM added
