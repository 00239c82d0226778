WITH turn AS (
  UPDATE orleans.membership_version SET version = version + 1 WHERE cluster = @DeploymentId AND version = @Version RETURNING 1
), changed AS (
  UPDATE orleans.membership SET status = @Status, suspects = @SuspectTimes, alive_at = @IAmAliveTime FROM turn
  WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
  RETURNING 1
)
SELECT count(*)::integer FROM changed
