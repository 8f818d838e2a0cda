/** What is kept is bounded: a line may have members of any name. */
const mostParents = 1000;
const mostNames = 1000;

const known = new Map<string, Map<string | number, string>>();

/**
 * Path of a member of a JSON value, e.g. `message.content.2`. Lines have few shapes: a path that is asked for again is
 * the same string.
 */
export function memberPath(parent: string, name: string | number): string {
  let names = known.get(parent);
  if (names === undefined) {
    names = new Map();
    if (known.size < mostParents) known.set(parent, names);
  }
  let path = names.get(name);
  if (path === undefined) {
    path = `${parent}.${name}`;
    if (names.size < mostNames) names.set(name, path);
  }
  return path;
}
