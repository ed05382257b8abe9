// @modelcontextprotocol/sdk starts the server itself and talks to it over standard input and output.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

const client = new Client({ name: 'telemetry-mcp-clients', version: '1.0.0' });
before(() => client.connect(new StdioClientTransport({
  command: 'dotnet',
  args: [process.env.MCP_SERVER, '--stdio'],
  env: { ...process.env, Lake__Folder: process.env.MCP_LAKE, Clock__Now: '2026-03-18T20:30:00Z' },
  stderr: 'ignore',
})));
after(() => client.close());

test('tools are listed over stdio', async () => assert.equal((await client.listTools()).tools.length, 8));

test('a question is planned and run by the real planner and the real engine', async () => {
  const planned = await client.callTool({ name: 'plan_question', arguments: { question: 'How many viewers yesterday?' } });
  assert.equal(planned.structuredContent.kind, 'plan', planned.content[0].text);
  const result = await client.callTool({ name: 'run_plan', arguments: { plan: planned.structuredContent.plan } });
  assert.equal(result.isError ?? false, false, result.content[0].text);
  assert.equal(result.structuredContent.engine, 'DuckDB');
  assert.deepEqual(result.structuredContent.rows, [[0]]);
});

test('a hostile statement is refused over stdio too', async () => {
  const result = await client.callTool({ name: 'run_sql', arguments: { sql: "COPY events TO '/tmp/x'" } });
  assert.equal(result.structuredContent.error.kind, 'refused');
});
