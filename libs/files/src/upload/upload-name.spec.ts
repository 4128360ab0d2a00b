import { describe, expect, it } from '@jest/globals';
import { errorText, type DomainError } from '#libs/domain-errors';
import { requireUploadName } from './upload-name.js';

describe('requireUploadName', () => {
  it.each(['a.ddl', '表说明.md', 'My File (1).SQL', 'x.csv', 'data.v2.json', 'n.txt', 'semantic_model.yaml'])(
    'takes %s',
    (name) => {
      expect(() => requireUploadName(name)).not.toThrow();
    },
  );

  it.each([
    ['', 'upload_name_invalid'],
    ['/etc/passwd.txt', 'upload_name_invalid'],
    ['../x.md', 'upload_name_invalid'],
    ['a..md', 'upload_name_invalid'],
    ['a\\b.md', 'upload_name_invalid'],
    ['.hidden.md', 'upload_name_invalid'],
    ['a:b.md', 'upload_name_invalid'],
    ['a\u0000.md', 'upload_name_invalid'],
    ['a\n.md', 'upload_name_invalid'],
    ['CON.txt', 'upload_name_invalid'],
    ['lpt1.sql', 'upload_name_invalid'],
    [' a.md', 'upload_name_invalid'],
    ['a.md ', 'upload_name_invalid'],
    [`${'长'.repeat(90)}.md`, 'upload_name_invalid'],
    ['task_config.json', 'upload_name_protected'],
    ['Task_Result.JSON', 'upload_name_protected'],
    ['table_list.txt', 'upload_name_protected'],
    ['qa_generation_result.json', 'upload_name_protected'],
    ['data_pipeline.log', 'upload_name_protected'],
    ['data_pipeline.log.2', 'upload_name_protected'],
    ['run.exe', 'upload_type_unsupported'],
    ['noextension', 'upload_type_unsupported'],
  ])('refuses %j as %s', (name, code) => {
    expect(() => requireUploadName(name)).toThrow(expect.objectContaining({ code }));
  });

  it('says why in one language at a time', () => {
    let thrown: unknown;
    try {
      requireUploadName('../x.md');
    } catch (error) {
      thrown = error;
    }
    expect(errorText(thrown as DomainError, 'zh')).toBe('上传的文件名无效: ../x.md（不能包含路径）');
    expect(errorText(thrown as DomainError, 'en')).toMatch(/^[ -~]+\(it must not name a folder\)$/);
  });
});
