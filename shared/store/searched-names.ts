/** So much of the end of a platform's name stays where the rest of it is a citizen's own. */
const LONGEST_SHOWN = 16;

/** How MAX and Odnoklassniki name a message, and VK one in a chat. */
const PLATFORMS_OWN = /^mid[.:]|^\d+:\d+$/;

/**
 * What a message may be kept under that is searched by a platform's own name: of a private one the beginning, which is
 * its citizen's chat, is not kept.
 */
export const searchedNames = (q: string): readonly string[] =>
  PLATFORMS_OWN.test(q)
    ? [q, ...new Set([q, q.slice(-LONGEST_SHOWN), q.slice(q.lastIndexOf(".") + 1)].map((name) => `message:${name}`))]
    : [q];
