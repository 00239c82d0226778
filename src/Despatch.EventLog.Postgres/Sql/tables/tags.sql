-- The words events are found by.
CREATE TABLE IF NOT EXISTS despatch.tags (
  tag      text   COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (tag, position)
);
