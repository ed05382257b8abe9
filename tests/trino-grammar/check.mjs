// Reads a JSON array of statements from standard input and prints a JSON array with, for each, the first fault that the Trino grammar
// of dt-sql-parser finds in it, or null.
import { readFileSync } from 'node:fs';
import { register } from 'node:module';

register('./resolve.mjs', import.meta.url);
const { TrinoSQL } = await import('dt-sql-parser');
const parser = new TrinoSQL();
const statements = JSON.parse(readFileSync(0, 'utf8'));
const faults = statements.map((sql) => {
  const errors = parser.validate(sql);
  return errors.length === 0 ? null : `line ${errors[0].startLine}, column ${errors[0].startColumn}: ${errors[0].message}`;
});
process.stdout.write(JSON.stringify(faults));
