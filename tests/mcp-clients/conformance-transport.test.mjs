// What the suite asks of tools, resources and prompts that it names itself: a host with our transport set-up serves them.
import { conforms } from './conformance.mjs';

conforms([
  'tools-call-simple-text', 'tools-call-image', 'tools-call-audio', 'tools-call-embedded-resource', 'tools-call-mixed-content',
  'tools-call-error', 'tools-call-with-progress', 'json-schema-2020-12', 'server-sse-multiple-streams',
  'resources-read-text', 'resources-read-binary', 'resources-templates-read',
  'prompts-get-simple', 'prompts-get-with-args', 'prompts-get-embedded-resource', 'prompts-get-with-image',
]);
