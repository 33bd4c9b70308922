/** A part of a tree: of authorities, or of territories. */
export interface TreeNode {
  readonly id: string;
  readonly parent?: string | undefined;
}

/** What stands above a part of a tree, the nearest first, each once. A part that stands above itself is among them. */
export const above = (id: string, nodes: readonly TreeNode[]): readonly string[] => {
  const found: string[] = [];
  let at = nodes.find((each) => each.id === id)?.parent;
  while (at !== undefined && !found.includes(at)) {
    found.push(at);
    const parent: string = at;
    at = nodes.find((each) => each.id === parent)?.parent;
  }
  return found;
};
