-- The lake's tables for Amazon Athena, to be run one by one in the database of Lake:Athena:Database.
-- Put the bucket and prefix of Lake:Writer:S3 for s3://BUCKET/lake, and the tenants for 'default'.
-- Partition projection: new days need no crawler (https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html).

CREATE EXTERNAL TABLE events (
  event_id string, customer_id string, title_id string, session_id string, event_type string,
  event_timestamp timestamp,
  watch_duration_seconds int, position_seconds int, completion_percentage double,
  device_type string, device_os string, quality string,
  bandwidth_mbps double, buffering_events int,
  country string, state string, city string, isp string, cdn string,
  startup_time_ms int, buffering_duration_ms int, error_code string
)
PARTITIONED BY (event_date string, tenant_id string)
STORED AS PARQUET
LOCATION 's3://BUCKET/lake/events/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.event_date.type' = 'date',
  'projection.event_date.format' = 'yyyy-MM-dd',
  'projection.event_date.range' = '2026-01-01,NOW+1DAY',
  'projection.tenant_id.type' = 'enum',
  'projection.tenant_id.values' = 'default'
);

-- A table is a folder to Athena: titles and places of your own catalogue go into folders of theirs.
CREATE EXTERNAL TABLE titles (title_id string, title_name string, genre string, duration_seconds int)
STORED AS PARQUET
LOCATION 's3://BUCKET/lake/titles/';

CREATE EXTERNAL TABLE places (country string, state string, city string, time_zone string, latitude double, longitude double)
STORED AS PARQUET
LOCATION 's3://BUCKET/lake/places/';
