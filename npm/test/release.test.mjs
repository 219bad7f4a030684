/** A release says where it was built, or is no release: what `npm publish` is refused for, with the cure. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { problems } from '../scripts/release.mjs';

const CHANGELOG = '# Changelog\n\n## Unreleased\n\n## 1.2.3 - 2026-01-31\n\n### Added\n';
const MANIFEST = {
  name: 'etalage',
  version: '1.2.3',
  publishConfig: { provenance: true },
  repository: { type: 'git', url: 'git+https://forge.example/shop/etalage.git', directory: 'npm' },
};
const GITHUB = { GITHUB_SERVER_URL: 'https://forge.example', GITHUB_REPOSITORY: 'shop/etalage' };
const GITLAB = { CI_PROJECT_URL: 'https://forge.example/shop/etalage' };

test('a release from the repository that it names is fine, on either CI', () => {
  for (const environment of [GITHUB, GITLAB]) assert.deepEqual(problems(MANIFEST, CHANGELOG, environment), []);
});

test('provenance without the repository, or with another one, is refused with what to write', () => {
  const { repository, ...without } = MANIFEST;
  for (const [expected, manifest, environment] of [
    [/repository: expected .* found nothing.*git\+https:\/\/forge\.example\/shop\/etalage\.git/, without, GITHUB],
    [/repository: expected .* found nothing.*HOST\/OWNER\/NAME/, without, {}],
    [/found "shop\/etalage"/, { ...MANIFEST, repository: 'shop/etalage' }, GITHUB],
    [/found .*ssh/, { ...MANIFEST, repository: { url: 'git@ssh.example:shop/etalage.git' } }, GITHUB],
    [/another place/, MANIFEST, { ...GITHUB, GITHUB_REPOSITORY: 'other/etalage' }],
    [/another place/, MANIFEST, { ...GITHUB, GITHUB_REPOSITORY: 'Shop/etalage' }],
    [/found neither/, MANIFEST, {}],
    [/found nothing/, { ...without, publishConfig: {} }, { ...GITHUB, npm_config_provenance: 'true' }],
  ]) {
    const found = problems(manifest, CHANGELOG, environment);
    assert.equal(found.length, 1, found.join('\n'));
    assert.match(found[0], expected);
  }
  assert.deepEqual(problems({ ...without, publishConfig: {} }, CHANGELOG, {}), [], 'where none is claimed');
});

test('a release is in the change log, below the standing head', () => {
  assert.match(problems(MANIFEST, CHANGELOG.replace('1.2.3', '1.2.2'), GITHUB)[0], /## 1\.2\.3 - DATE/);
  assert.match(problems(MANIFEST, CHANGELOG.replace('## Unreleased\n', ''), GITHUB)[0], /Unreleased/);
});

test('npm publish asks first, and the answer is its own', async () => {
  const here = (path) => fileURLToPath(new URL(path, import.meta.url));
  const own = JSON.parse(await readFile(here('../package.json'), 'utf8'));
  assert.equal(own.scripts.prepublishOnly, 'node scripts/release.mjs');
  assert.equal(own.publishConfig.provenance, true);
  const folder = await mkdtemp(join(tmpdir(), 'etalage-release-'));
  const ask = () => {
    const environment = { ...process.env, ...GITHUB, CI_PROJECT_URL: undefined };
    return spawnSync(process.execPath, [here('../scripts/release.mjs'), folder], {
      encoding: 'utf8',
      env: environment,
    });
  };
  try {
    const { repository, ...without } = MANIFEST;
    await writeFile(join(folder, 'CHANGELOG.md'), CHANGELOG);
    await writeFile(join(folder, 'package.json'), JSON.stringify(without));
    const refused = ask();
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /^not published: package\.json: repository: expected/);
    await writeFile(join(folder, 'package.json'), JSON.stringify(MANIFEST));
    assert.deepEqual([ask().status, ask().stderr], [0, '']);
  } finally {
    await rm(folder, { recursive: true });
  }
});
