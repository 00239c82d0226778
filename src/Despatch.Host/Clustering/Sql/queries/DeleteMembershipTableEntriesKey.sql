WITH members AS (DELETE FROM orleans.membership WHERE cluster = @DeploymentId)
DELETE FROM orleans.membership_version WHERE cluster = @DeploymentId
