import { close, closeSync, fdatasync, fsyncSync, open, openSync } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";

const [openFile, closeFile, syncData] = [promisify(open), promisify(close), promisify(fdatasync)];

/** Puts what was written to a store's write-ahead log on the disk itself, away from the event loop. */
export interface LogSync {
  /** Resolves when all that was in the log at the call outlives a power cut. */
  sync(): Promise<void>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

/** The log keeps its file for as long as the store is open: SQLite starts it anew within the file. */
export function openLogSync(store: string): LogSync {
  let log: Promise<number> | undefined;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  const begin = (): Promise<void> => {
    log ??= openLog(`${store}-wal`);
    const synced = log
      .then((file) => syncData(file))
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
      if (log !== undefined) await closeFile(await log);
    },
  };
}

async function openLog(file: string): Promise<number> {
  // A new file is there after a power cut only when its directory says so.
  const directory = openSync(dirname(file), "r");
  fsyncSync(directory);
  closeSync(directory);
  return openFile(file, "r+");
}
