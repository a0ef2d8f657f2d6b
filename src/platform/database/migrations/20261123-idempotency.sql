-- The answers given to writes that carried an Idempotency-Key: the same request sent again gets the same answer.
CREATE TABLE idempotency (
  actor text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  -- null while the first request is still running
  status integer,
  headers jsonb,
  body text,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (actor, key)
);

CREATE INDEX idempotency_created ON idempotency (created_at);
