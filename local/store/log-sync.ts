import { closeSync, fsyncSync, openSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";

/** Puts what was written to a store's write-ahead log on the disk itself, away from the event loop. */
export interface LogSync {
  /** Resolves when all that was in the log at the call outlives a power cut. */
  sync(): Promise<void>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

/** The log keeps its file for as long as the store is open: SQLite starts it anew within the file. */
export function openLogSync(store: string): LogSync {
  let log: Promise<FileHandle> | undefined;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  const begin = (): Promise<void> => {
    log ??= openLog(`${store}-wal`);
    const synced = log
      .then((handle) => handle.datasync())
      .finally(() => {
        running = undefined;
      });
    running = synced;
    return synced;
  };

  return {
    sync: () => {
      if (running === undefined) return begin();
      // What is under way may have passed by what was written since: all who come meanwhile share the one after it.
      const start = () => {
        next = undefined;
        return begin();
      };
      next ??= running.then(start, start);
      return next;
    },
    close: async () => {
      await Promise.allSettled([running, next]);
      await (await log)?.close();
    },
  };
}

async function openLog(file: string): Promise<FileHandle> {
  // A new file is there after a power cut only when its directory says so.
  const directory = openSync(dirname(file), "r");
  fsyncSync(directory);
  closeSync(directory);
  return open(file, "r+");
}
