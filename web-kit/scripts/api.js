// Makes src/api/types.ts from the OpenAPI document of the program that HOLDFAST_PROGRAM names. With `--check` it
// writes nothing and fails if the file is not what the program says. Only the routes that clients ask are taken,
// and of each answer only the good one: every refusal is the one `Problem`.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const FILE = new URL('../src/api/types.ts', import.meta.url);
const HEAD = '// Made by scripts/api.js from the OpenAPI document of the server: `npm run api`. Never edited by hand.\n\n';
/** What the clients ask. A client that asks more adds its route here. */
const ROUTES = [
  /^\/api\/v1\/(floor|devices|operators)(\/|$)/, /^\/api\/v1\/reports(\/batch|\/\{id\}\/correct)?$/,
  /^\/api\/v1\/standing\/batch$/, /^\/api\/v1\/inspections(\/operations)?$/, /^\/api\/v1\/inspection-reasons$/,
  /^\/api\/v1\/work-centers\/\{code\}\/sequence$/,
];

const program = process.env.HOLDFAST_PROGRAM;
if (!program) throw new Error('HOLDFAST_PROGRAM must name the program whose API is meant');
const said = execFileSync(program, ['openapi'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
const made = HEAD + astToString(await openapiTS(reduced(JSON.parse(said))));
if (!process.argv.includes('--check')) {
  writeFileSync(FILE, made);
} else if (readFileSync(FILE, 'utf8') !== made) {
  console.error('web-kit/src/api/types.ts is not what the program says; run `npm run api` and commit it');
  process.exitCode = 1;
}

/** The document with the routes of the clients and what these need. */
function reduced(document) {
  const paths = Object.entries(document.paths).filter(([path]) => ROUTES.some(route => route.test(path)));
  for (const [, item] of paths) {
    for (const operation of Object.values(item)) {
      if (!operation.responses) continue;
      const good = Object.entries(operation.responses).filter(([status]) => status < '300');
      operation.responses = Object.fromEntries(good);
    }
  }
  const schemas = {};
  const wanted = references([Object.fromEntries(paths), { $ref: '#/components/schemas/Problem' }]);
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (schemas[name]) continue;
    schemas[name] = document.components.schemas[name];
    wanted.push(...references(schemas[name]));
  }
  const sorted = Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { openapi: document.openapi, info: document.info, paths: Object.fromEntries(paths), components: { schemas: sorted } };
}

/** Names of the schemas that are referred to. */
function references(value) {
  return [...JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(found => found[1]);
}
