import { describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import { RouteTable } from './route-table.js';

describe('RouteTable', () => {
  const table = new RouteTable();
  const server = fastify();
  table.watch(server);
  server.get('/tasks', async () => '');
  server.post('/tasks', async () => '');
  server.get('/tasks/:task_id/files/*', async () => '');
  server.delete('/tasks/:task_id', async () => '');

  it.each([
    ['/tasks', ['GET', 'HEAD', 'POST']],
    ['/tasks/task_1', ['DELETE']],
    ['/tasks/task_1/files/a.ddl', ['GET', 'HEAD']],
    ['/tasks/task_1/files/vector_bak/x.csv', ['GET', 'HEAD']],
    ['/tasks/', []],
    ['/tasks/task_1/files', []],
    ['/tasks/task_1/other', []],
    ['/', []],
  ])('knows the methods of %s', (path, methods) => {
    expect(table.methodsOf(path)).toEqual(methods);
  });
});
