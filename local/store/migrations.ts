/**
 * The store's schema, one step per entry. A step that has been released is never edited: what changes is a new step at
 * the end, and a store of any earlier version walks the missing ones when it is opened.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE clock (only INTEGER PRIMARY KEY CHECK (only = 1), now REAL NOT NULL) STRICT;

  -- state: 0 receivable, 1 delayed until due_at (product's clock), 2 leased until lease_ends_at (real time)
  CREATE TABLE messages (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    queue TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    attributes TEXT NOT NULL,
    group_id TEXT,
    sent_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    state INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    lease_ends_at INTEGER,
    receipt TEXT,
    receive_count INTEGER NOT NULL DEFAULT 0,
    first_received_at INTEGER
  ) STRICT;
  CREATE INDEX messages_in_order ON messages (queue, state, sequence);
  CREATE INDEX messages_delayed ON messages (due_at) WHERE state = 1;
  CREATE INDEX messages_leased ON messages (lease_ends_at) WHERE state = 2;
  CREATE INDEX messages_expiring ON messages (expires_at);
  CREATE INDEX messages_grouped ON messages (queue, group_id) WHERE group_id IS NOT NULL AND state = 2;

  CREATE TABLE deduplications (
    queue TEXT NOT NULL,
    token TEXT NOT NULL,
    message_id TEXT NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (queue, token)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE failures (message_id TEXT PRIMARY KEY, reason TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE journal (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    bus TEXT NOT NULL,
    id TEXT NOT NULL,
    source TEXT NOT NULL,
    type TEXT NOT NULL,
    at TEXT NOT NULL,
    data TEXT NOT NULL,
    deliveries INTEGER NOT NULL,
    UNIQUE (bus, id)
  ) STRICT;
  CREATE INDEX journal_by_type ON journal (type, sequence);

  -- next_at and first_at are real time
  CREATE TABLE deliveries (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    lane TEXT NOT NULL,
    payload TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX deliveries_due ON deliveries (lane, next_at, sequence);

  CREATE TABLE notices (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    topic TEXT NOT NULL,
    subject TEXT,
    message TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE schedules (name TEXT PRIMARY KEY, expression TEXT NOT NULL, next_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE checkpoints (source TEXT PRIMARY KEY, sequence TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE commits (only INTEGER PRIMARY KEY CHECK (only = 1), count INTEGER NOT NULL) STRICT;
  INSERT INTO commits (only, count) VALUES (1, 0);
  `,
  `
  -- The keys that data here were sealed with, so that another file is not put in their file's place unnoticed.
  CREATE TABLE sealing_keys (id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
];
