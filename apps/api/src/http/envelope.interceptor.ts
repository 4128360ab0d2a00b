import {
  applyDecorators,
  Injectable,
  SetMetadata,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import type { Text } from '#libs/language';
import { ANSWER_EXTENSION } from '../openapi/success-examples.js';
import { noteAnswer } from '../security/request-facts.js';
import { JsonText } from './json-text.js';
import { languageOfRequest } from './language.js';

const SUCCESS = 'success text';

/**
 * The sentence in `message` of a route's answer. The result of a route without it is sent unwrapped: a file, a page, a
 * health report.
 */
export function Answers(sentence: Text): MethodDecorator {
  return applyDecorators(SetMetadata(SUCCESS, sentence), ApiExtension(ANSWER_EXTENSION, sentence.zh));
}

/** Wraps what a route returns: `{success, code, message, data}`. */
@Injectable()
export class EnvelopeInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const text = this.reflector.get<Text | undefined>(SUCCESS, context.getHandler());
    if (text === undefined) {
      return next.handle();
    }
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const message = text[languageOfRequest(request)];
    return next.handle().pipe(
      map((data: unknown) => {
        if (request.method !== 'GET') {
          noteAnswer(request, data);
        }
        const head = { success: true, code: reply.statusCode, message };
        if (data instanceof JsonText) {
          void reply.type('application/json; charset=utf-8');
          return `${JSON.stringify(head).slice(0, -1)},"data":${data.text}}`;
        }
        return { ...head, data };
      }),
    );
  }
}
