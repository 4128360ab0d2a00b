import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** The known paths, whatever the method: the router itself only knows pairs of method and path. */
@Injectable()
export class RouteTable {
  private readonly routes: { readonly segments: readonly string[]; readonly methods: readonly string[] }[] = [];

  /** Called before routes are added: it notices every one. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ url, method }) => {
      this.routes.push({ segments: url.split('/'), methods: [method].flat() });
    });
  }

  /** Methods that a path is served with, sorted; none for an unknown path. */
  methodsOf(path: string): string[] {
    const segments = path.split('/');
    const fitting = this.routes.filter((route) => fits(route.segments, segments));
    return [...new Set(fitting.flatMap(({ methods }) => methods))].sort();
  }
}

function fits(pattern: readonly string[], path: readonly string[]): boolean {
  const rest = pattern.indexOf('*');
  const length = rest === -1 ? pattern.length : rest;
  return (
    (rest === -1 ? path.length === length : path.length > length) &&
    pattern.slice(0, length).every((part, index) => (part.startsWith(':') ? path[index] !== '' : part === path[index]))
  );
}
