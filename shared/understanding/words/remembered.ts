const LONGEST = 64;

/**
 * Keeps what was made of each word, for words repeat. A word that is not asked for again while `most` others are is forgotten:
 * at most twice as many are kept. One that is too long for a word is not kept, for such could be sent to fill the memory.
 */
export const remembered = <Made>(most: number, make: (word: string) => Made): ((word: string) => Made) => {
  let recent = new Map<string, Made>();
  let before = recent;
  return (word) => {
    if (word.length > LONGEST) return make(word);
    const kept = recent.get(word);
    if (kept !== undefined) return kept;
    const made = before.get(word) ?? make(word);
    if (recent.size >= most) {
      before = recent;
      recent = new Map();
    }
    recent.set(word, made);
    return made;
  };
};
