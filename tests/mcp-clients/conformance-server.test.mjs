// What the suite asks of any server, asked of ours.
import { conforms } from './conformance.mjs';

conforms(['server-initialize', 'ping', 'tools-list', 'resources-list', 'prompts-list', 'dns-rebinding-protection']);
