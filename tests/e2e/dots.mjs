/**
 * Serves the shop as it is, but for what is drawn in its pictures: a dot each, with the headers of the real one.
 *
 * For tests that compare what is asked, page after page: drawing some thirty thousand pictures takes a minute, and changes
 * nothing in what is asked.
 */

import { createServer } from 'node:http';

const PICTURE = /^\/pictures\/[^/]+\.svg$/;
const DOT = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** Begins to serve the shop at `url`, and gives the address and what ends it. */
export async function withDots(url) {
  const answers = new Map();
  const asked = async (path) => {
    const response = await fetch(new URL(path, url));
    const found = Buffer.from(await response.arrayBuffer());
    const headers = Object.fromEntries(response.headers);
    for (const name of ['connection', 'content-encoding', 'content-length', 'transfer-encoding']) delete headers[name];
    const drawn = response.ok && PICTURE.test(path);
    return {
      status: response.status,
      headers: drawn ? { ...headers, 'content-type': 'image/gif' } : headers,
      body: drawn ? DOT : found,
    };
  };
  const server = createServer((request, response) => {
    const { url: path = '/' } = request;
    const answer = answers.get(path) ?? asked(path);
    answers.set(path, answer);
    answer.then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      (error) => response.destroy(error),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, close };
}
