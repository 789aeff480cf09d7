// The peer of imports: an undici loop with nothing around it, over eight connections.
// node bare-client.mjs BASE PLAN [AUTHORITY]: PLAN is a JSON file that lists [path, digest]; a digest makes the request conditional.
// The config of each image that is answered is fetched, too.
import { readFileSync } from 'node:fs';
import { Agent, request } from 'undici';

const [base, file, authority] = process.argv.slice(2);
const plan = JSON.parse(readFileSync(file, 'utf8'));
const dispatcher = new Agent({
  connections: 8,
  ...(authority ? { connect: { ca: readFileSync(authority, 'utf8') } } : {}),
});

async function get(path, headers) {
  const { statusCode, body } = await request(`${base}/v2/${path}`, { dispatcher, headers });
  if (statusCode !== 200 && statusCode !== 304) throw new Error(`${path}: ${statusCode}`);
  return { statusCode, text: await body.text() };
}

let next = 0;
async function worker() {
  while (next < plan.length) {
    const [path, digest] = plan[next++];
    const { statusCode, text } = await get(path, digest ? { 'if-none-match': `"${digest}"` } : {});
    const { config } = statusCode === 200 ? JSON.parse(text) : {};
    if (config) await get(path.replace(/manifests\/.*/, `blobs/${config.digest}`), {});
  }
}

await Promise.all(Array.from({ length: 16 }, worker));
await dispatcher.close();
