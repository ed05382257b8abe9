// Runs scenarios of @modelcontextprotocol/conformance, each as a test.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';

const suite = 'node_modules/@modelcontextprotocol/conformance/dist/index.js';

export function conforms(scenarios) {
  for (const scenario of scenarios) {
    test(scenario, async () => {
      const [code, output] = await new Promise((resolve) => execFile(
        process.execPath, [suite, 'server', '--url', process.env.MCP_ADDRESS, '--scenario', scenario], { timeout: 60_000 },
        (error, stdout, stderr) => resolve([error?.code ?? (error ? 1 : 0), `${stdout}${stderr}`])));
      assert.equal(code, 0, output);
    });
  }
}
