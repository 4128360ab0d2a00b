import type { FastifyRequest } from 'fastify';
import { DEFAULT_LANGUAGE, isLanguage, type Language } from '#libs/language';

/** The language that the client likes best, the default where it names none of ours. */
export function languageOfRequest(request: FastifyRequest): Language {
  return preferredLanguage(request) ?? DEFAULT_LANGUAGE;
}

/** The language that the client likes best; null where it names none of ours. */
export function preferredLanguage(request: FastifyRequest): Language | null {
  const preferences = (request.headers['accept-language'] ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality.trim().slice(2)) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((left, right) => right.quality - left.quality);
  return preferences.map(({ language }) => language).find(isLanguage) ?? null;
}
