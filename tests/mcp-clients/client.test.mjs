// @modelcontextprotocol/sdk against the server over streamable HTTP: every tool, resources, prompts, progress, cancelling, errors, Origin.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const address = new URL(process.env.MCP_ADDRESS);
let client;
before(async () => {
  client = new Client({ name: 'telemetry-mcp-clients', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(address));
  await client.listTools(); // the client checks results against output schemas from now on
});
after(() => client.close());

const call = (name, args = {}, options = undefined) => client.callTool({ name, arguments: args }, undefined, options);

test('the server says who it is, what it can and how to use it', () => {
  assert.equal(client.getServerVersion().name, 'telemetry');
  assert.ok(client.getServerCapabilities().tools && client.getServerCapabilities().resources && client.getServerCapabilities().prompts);
  assert.match(client.getInstructions(), /plan_question/);
});

test('every tool is annotated, described, and has schemas', async () => {
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map((tool) => tool.name).sort(), [
    'cancel_query', 'describe_table', 'get_results', 'list_metrics', 'plan_question', 'run_plan', 'run_sql', 'suggest_questions']);
  for (const tool of tools) {
    assert.ok(tool.description && tool.title && tool.inputSchema && tool.outputSchema, tool.name);
    assert.equal(tool.annotations.readOnlyHint, tool.name !== 'cancel_query', tool.name);
    assert.equal(tool.annotations.destructiveHint, false, tool.name);
    assert.equal(tool.annotations.idempotentHint, true, tool.name);
    assert.equal(tool.annotations.openWorldHint, false, tool.name);
  }
});

test('a question is planned, its plan runs, and text and structure say the same', async () => {
  const planned = await call('plan_question', { question: 'How many viewers?', now: '2026-03-18T20:30:00Z', boundFilters: { country: ['Germany'] }, choices: { performance: 'error_rate' } });
  assert.equal(planned.structuredContent.kind, 'plan');
  const result = await call('run_plan', { plan: planned.structuredContent.plan, pageSize: 10 });
  assert.equal(result.structuredContent.engine, 'Scripted');
  assert.deepEqual(JSON.parse(result.content[0].text), result.structuredContent);
});

test('clarifications, refusals and explanations fit the schema', async () => {
  for (const [question, kind] of [['ambiguous', 'clarification'], ['the weather', 'refusal'], ['what is it', 'explanation']])
    assert.equal((await call('plan_question', { question })).structuredContent.kind, kind);
});

test('SQL runs and is read page by page', async () => {
  let page = (await call('run_sql', { sql: "SELECT lpad('', 25, 'rows')", pageSize: 10 })).structuredContent;
  let rows = page.rows.length;
  while (page.nextPageToken) {
    page = (await call('get_results', { queryId: page.queryId, pageToken: page.nextPageToken, pageSize: 10 })).structuredContent;
    rows += page.rows.length;
  }
  assert.equal(rows, 25);
  assert.equal(page.rowCount, 25);
});

test('metrics, tables and suggestions are told', async () => {
  assert.ok((await call('list_metrics')).structuredContent.measures.some((measure) => measure.id === 'viewers'));
  assert.ok((await call('describe_table', { table: 'events' })).structuredContent.columns.some((column) => column.name === 'event_timestamp'));
  assert.ok((await call('suggest_questions')).structuredContent.questions.length > 0);
});

test('schema and catalogue are resources', async () => {
  const { resources } = await client.listResources();
  for (const { uri } of resources) assert.ok(JSON.parse((await client.readResource({ uri })).contents[0].text), uri);
  assert.equal(resources.length, 2);
  const { resourceTemplates } = await client.listResourceTemplates();
  assert.equal(resourceTemplates[0].uriTemplate, 'telemetry://schema/{table}');
  assert.equal(JSON.parse((await client.readResource({ uri: 'telemetry://schema/titles' })).contents[0].text).name, 'titles');
  await assert.rejects(client.readResource({ uri: 'telemetry://schema/secrets' }));
});

test('the prompt carries the question', async () => {
  const prompt = await client.getPrompt({ name: 'ask_telemetry', arguments: { question: 'viewers today?' } });
  assert.match(prompt.messages[0].content.text, /viewers today\?/);
});

test('errors are results with kind, message and whether to try again', async () => {
  for (const [name, args, kind] of [
    ['run_sql', { sql: 'DROP TABLE events' }, 'refused'],
    ['run_sql', { sql: 'SELECT FROM' }, 'badSql'],
    ['run_sql', { sql: "SELECT 'fail throttled'" }, 'throttled'],
    ['run_sql', {}, 'invalid'],
    ['get_results', { queryId: 'nobody' }, 'notFound'],
    ['cancel_query', { queryId: 'nobody' }, 'notFound'],
    ['describe_table', { table: 'secrets' }, 'invalid'],
  ]) {
    const result = await call(name, args);
    assert.equal(result.isError, true);
    assert.equal(result.structuredContent.error.kind, kind, JSON.stringify(result.structuredContent));
    assert.equal(result.structuredContent.error.retryable, kind === 'throttled');
    assert.ok(result.structuredContent.error.message.length > 10);
  }
});

test('an unknown tool is a protocol error', async () => assert.rejects(call('no_such_tool'), /no_such_tool/));

test('progress grows', async () => {
  const seen = [];
  await call('run_sql', { sql: 'SELECT 1' }, { onprogress: (progress) => seen.push(progress) });
  assert.ok(seen.length > 0);
  assert.deepEqual(seen.map((progress) => progress.progress), [...new Set(seen.map((progress) => progress.progress))].sort((a, b) => a - b));
  assert.ok(JSON.parse(seen[0].message).queryId);
});

test('cancelling a call cancels the query in the engine', async () => {
  const cancel = new AbortController();
  let queryId;
  const running = call('run_sql', { sql: "SELECT 'slow'" }, {
    signal: cancel.signal,
    onprogress: (progress) => {
      queryId ??= JSON.parse(progress.message).queryId;
      cancel.abort('no longer wanted');
    },
  });
  await assert.rejects(running);
  // cancel_query tells the state and changes nothing any more.
  assert.equal((await call('cancel_query', { queryId })).structuredContent.state, 'cancelled');
});

const post = (headers) => new Promise((resolve, reject) => {
  const request = http.request(address, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers } }, (response) => {
    response.resume();
    response.on('end', () => resolve(response.statusCode));
  });
  request.on('error', reject);
  request.end(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } } }));
});

test('pages of others and foreign host names get 403', async () => {
  assert.equal(await post({}), 200);
  assert.equal(await post({ origin: address.origin }), 200);
  assert.equal(await post({ origin: 'https://evil.example' }), 403);
  assert.equal(await post({ origin: 'null' }), 403);
  assert.equal(await post({ host: 'evil.example' }), 403);
});

test('a request that is too large gets 413', async () => {
  const response = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }, body: `"${'x'.repeat(3_000_000)}"` });
  assert.equal(response.status, 413);
});
