import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";

/** The stores, in the order in which they are looked at; see `openSnapshot`. */
export const stores = ["runner.db", "tables.db"] as const;

/** Neither data nor needed to start: who holds the directory, what it said, how far it was, who was erased, and the key of the backups itself. */
const apart =
  /^(?:lock|running\.json|runner\.mark|backup\.key|erased\.jsonl|logs|restoring|copying|before-restore-.*)(?:$|-journal$)/;
const ofStores = /\.db(?:-wal|-shm|-journal)?$/;

export const isApart = (name: string): boolean => apart.test(name);

/** A directory at one instant, to be copied at leisure while it goes on changing. */
export interface Snapshot {
  readonly files: readonly { readonly name: string; readonly content: Buffer }[];
  /** Writes a store as it was at that instant into a new file. */
  copy(store: (typeof stores)[number], target: string): Promise<void>;
  close(): void;
}

/**
 * Takes hold of everything in one turn of the event loop, so that the runner commits nothing in between: the runner's store
 * stands still while the tables are taken hold of, and the two are what a kill of everything at that instant would have
 * left. Each is a read transaction of its own, which the writers do not wait for.
 */
export function openSnapshot(directory: string): Snapshot {
  const connections = new Map<string, DatabaseSync>();
  const close = (): void => {
    for (const connection of connections.values()) connection.close();
  };
  try {
    for (const store of stores) {
      const connection = new DatabaseSync(join(directory, store), { timeout: 5_000 });
      connections.set(store, connection);
      // The transaction begins with the first read.
      connection.exec("BEGIN; SELECT count(*) FROM sqlite_schema");
    }
    const files = plainFiles(directory).map((path) => ({
      name: relative(directory, path),
      content: readFileSync(path),
    }));
    return {
      files,
      close,
      async copy(store, target) {
        const connection = connections.get(store);
        if (connection !== undefined) await backup(connection, target, { rate: 1_000 });
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

function plainFiles(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter(({ name }) => !isApart(name) && !ofStores.test(name) && !name.endsWith(".new"))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return plainFiles(path);
      return entry.isFile() ? [path] : [];
    });
}
