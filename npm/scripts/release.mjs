/**
 * Refuses to publish what could not be published well. npm runs it before `npm publish` (`prepublishOnly`), and never for
 * `npm pack`: `node scripts/release.mjs [FOLDER]`.
 *
 * Everything that is wrong is said at once, each with its cure. docs/release.md has the whole way.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argv, env, exit } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Says what stands in the way of a release.
 * @param {Record<string, any>} manifest the package's package.json
 * @param {string} changelog the text of its CHANGELOG.md
 * @param {Record<string, string | undefined>} environment where it is published from
 * @returns {string[]} a sentence for each problem
 */
export function problems(manifest, changelog, environment) {
  const found = [];
  const { version, repository, publishConfig } = manifest;
  if (publishConfig?.provenance === true || environment.npm_config_provenance === 'true') {
    const built = builtFrom(environment);
    const url = repository?.url;
    const example = `{ "type": "git", "url": "git+${built ?? 'https://HOST/OWNER/NAME'}.git", "directory": "npm" }`;
    if (typeof url !== 'string' || !/^git\+https:\/\/[^/]+\/.+\.git$/.test(url)) {
      const is = JSON.stringify(repository) ?? 'nothing';
      found.push(
        `package.json: repository: expected the repository that this package is built from, found ${is}: npm refuses provenance without it; write "repository": ${example}`,
      );
    } else if (built === undefined) {
      found.push(
        'provenance: expected GitHub Actions or GitLab CI, found neither: npm can only state there where a package was built; push the tag and let CI publish',
      );
    } else if (url !== `git+${built}.git`) {
      found.push(
        `package.json: repository.url: expected git+${built}.git, where this is being built, found ${url}: npm refuses a statement of another place; upper and lower case count`,
      );
    }
  }
  const heads = [...changelog.matchAll(/^## (.+)$/gm)].map(([, head]) => head);
  if (heads[0] !== 'Unreleased')
    found.push(`CHANGELOG.md: expected a standing head "## Unreleased" first, found ${heads[0] ?? 'no head'}`);
  if (!heads.some((head) => head.startsWith(`${version} `) || head === version))
    found.push(`CHANGELOG.md: expected a head "## ${version} - DATE" for what is released, found none`);
  return found;
}

/** Gives the address of the repository that CI builds from, without `.git`; undefined elsewhere. */
function builtFrom({ GITHUB_SERVER_URL, GITHUB_REPOSITORY, CI_PROJECT_URL }) {
  return GITHUB_REPOSITORY === undefined
    ? CI_PROJECT_URL
    : `${GITHUB_SERVER_URL ?? 'https://github.com'}/${GITHUB_REPOSITORY}`;
}

if (import.meta.url === pathToFileURL(argv[1]).href) {
  const folder = argv[2] ?? fileURLToPath(new URL('..', import.meta.url));
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const found = problems(manifest, await readFile(join(folder, 'CHANGELOG.md'), 'utf8'), env);
  for (const problem of found) console.error(`not published: ${problem}`);
  if (found.length > 0) exit(1);
}
