// One JSON line for each test that has run, for the .NET test run that counts them.
export default async function* (events) {
  for await (const {type, data} of events) {
    const isTest = (type === 'test:pass' || type === 'test:fail') && data.details?.type !== 'suite';
    if (!isTest) continue;
    const error = data.details?.error;
    const cause = error?.cause ?? error;
    yield JSON.stringify({
      name: data.name,
      passed: type === 'test:pass',
      skipped: data.skip !== undefined && data.skip !== false,
      error: error ? String(cause?.stack ?? cause?.message ?? cause) : null,
    }) + '\n';
  }
}
