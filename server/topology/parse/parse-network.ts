/** `ip -j -d -batch` of `address show`, `route show table all` and `neighbour show`. */
import * as z from 'zod';
import type { Reading } from '../reading.ts';
import { parseJsonLines } from './json-lines.ts';
import { linksSchema } from './parse-links.ts';
import { neighboursSchema } from './parse-neighbours.ts';
import { routesSchema } from './parse-routes.ts';

const networkSchema = z
  .tuple([linksSchema, routesSchema, neighboursSchema])
  .transform(([links, routes, neighbours]) => ({ links, routes, neighbours }));

/** Throws when the text is something else. */
export function parseNetwork(text: string): Pick<Reading, 'links' | 'routes' | 'neighbours'> {
  return networkSchema.parse(parseJsonLines(text));
}
