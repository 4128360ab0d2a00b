import { create as contentDisposition } from 'content-disposition';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fresh from 'fresh';
import parseRange from 'range-parser';
import { DomainError } from '#libs/domain-errors';
import type { OpenFile } from '#libs/files';
import { httpErrors } from '../http/errors.js';

/** The part of an open file that sending it needs. */
export type SendableFile = Pick<OpenFile, 'name' | 'size' | 'modifiedAt' | 'sha256' | 'contentType' | 'stream'>;

/** Error codes of `range-parser`, instead of ranges. */
const MALFORMED = -2;
const UNSATISFIABLE = -1;

/**
 * Streams a file, or the requested range of it, or nothing when the client's copy is current.
 * The ETag is the recorded SHA-256; a file that changes all the time has a weak one.
 */
export async function sendFile(file: SendableFile, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const etag = file.sha256 === null ? `W/"${file.size}-${file.modifiedAt.getTime()}"` : `"${file.sha256}"`;
  const lastModified = file.modifiedAt.toUTCString();
  const baseName = file.name.split('/').at(-1) ?? file.name;
  void reply
    .header('etag', etag)
    .header('last-modified', lastModified)
    .header('accept-ranges', 'bytes')
    .header('content-disposition', contentDisposition(baseName));
  if (fresh(request.headers, { etag, 'last-modified': lastModified })) {
    await reply.status(304).send();
    return;
  }
  const range = requestedRange(request, etag, file.size);
  if (range === undefined) {
    // A log grows meanwhile: send no more than the announced length.
    const content = file.size === 0 ? file.stream() : file.stream({ start: 0, end: file.size - 1 });
    await reply.status(200).type(file.contentType).header('content-length', file.size).send(content);
    return;
  }
  await reply
    .status(206)
    .type(file.contentType)
    .header('content-range', `bytes ${range.start}-${range.end}/${file.size}`)
    .header('content-length', range.end - range.start + 1)
    .send(file.stream(range));
}

/** One range of bytes; several at once, other units, and an outdated `If-Range` are answered with the whole file. */
function requestedRange(
  request: FastifyRequest,
  etag: string,
  size: number,
): { start: number; end: number } | undefined {
  const ifRange = request.headers['if-range'];
  const { range } = request.headers;
  // The unit is looked at first: a range of an unknown one cannot be outside the file.
  if (range === undefined || !/^\s*bytes\s*=/i.test(range) || (ifRange !== undefined && ifRange !== etag)) {
    return undefined;
  }
  const ranges = parseRange(size, range);
  if (ranges === UNSATISFIABLE) {
    throw new DomainError(httpErrors.range_not_satisfiable, { size });
  }
  return ranges === MALFORMED || ranges.length !== 1 ? undefined : ranges[0];
}
