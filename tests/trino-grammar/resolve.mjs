// dt-sql-parser's modules import each other without extensions, as bundlers allow: the file or the folder's index is meant.
export async function resolve(specifier, context, next) {
  for (const ending of ['', '.js', '/index.js']) {
    try {
      return await next(specifier + ending, context);
    } catch (fault) {
      if (!specifier.startsWith('.') && ending === '/index.js') throw fault;
      if (fault.code !== 'ERR_UNSUPPORTED_DIR_IMPORT' && fault.code !== 'ERR_MODULE_NOT_FOUND') throw fault;
    }
  }
  throw new Error(`cannot find ${specifier} from ${context.parentURL}`);
}
