import type { FastifyRequest } from 'fastify';
import type { Language } from '#libs/language';

/** English when the client prefers it to Chinese, else Chinese. */
export function languageOfRequest(request: FastifyRequest): Language {
  const preferences = (request.headers['accept-language'] ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return { tag, quality: quality === undefined ? 1 : Number(quality.trim().slice(2)) };
    })
    .filter(({ tag, quality }) => /^(zh|en)\b/.test(tag) && quality > 0)
    .sort((left, right) => right.quality - left.quality);
  return preferences[0]?.tag.startsWith('en') ? 'en' : 'zh';
}
