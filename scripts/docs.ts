/** Writes what of docs/ is made from the source; tests say when one of them is not current. */
import { writeFileSync } from 'node:fs';
import { keysDocument, keysFile } from './keys-doc.ts';
import { viewsDocument, viewsFile } from './views-doc.ts';

writeFileSync(keysFile, keysDocument());
writeFileSync(viewsFile, viewsDocument());
