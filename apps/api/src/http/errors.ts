import { defineErrors } from '#libs/domain-errors';

export const httpErrors = defineErrors({
  request_invalid: { kind: 'validation', zh: '请求参数错误：{problems}', en: 'the request is not valid: {problems}' },
  idempotency_key_invalid: {
    kind: 'validation',
    zh: 'Idempotency-Key 无效：应为 1 到 200 个可打印的 ASCII 字符，不含空格',
    en: 'Idempotency-Key is not valid: expected 1 to 200 printable ASCII characters without blanks',
  },
  body_malformed: {
    kind: 'validation',
    zh: '请求体不是有效的 JSON，请检查引号、逗号和编码（UTF-8）',
    en: 'the body is not valid JSON: check quotes, commas and the encoding (UTF-8)',
  },
  body_key_reserved: {
    kind: 'validation',
    zh: '请求体中有不接受的字段名：__proto__，或 constructor 中的 prototype',
    en: 'the body has a field name that is not taken: __proto__, or prototype in constructor',
  },
  body_too_deep: {
    kind: 'validation',
    zh: '请求体嵌套过深，最多 {limit} 层',
    en: 'the body is nested too deeply: {limit} levels at most',
  },
  body_text_unstorable: {
    kind: 'validation',
    zh: '请求体中有无法保存的字符：\\u0000，或单独的代理项（\\ud800 到 \\udfff）',
    en: 'the body has characters that cannot be stored: \\u0000, or half of a surrogate pair (\\ud800 to \\udfff)',
  },
  body_too_large: {
    kind: 'payload_too_large',
    zh: '请求体超过上限 {limit} 字节',
    en: 'the body is larger than the limit of {limit} bytes',
  },
  media_type_unsupported: {
    kind: 'unsupported_media_type',
    zh: '不支持的 Content-Type，请使用 {expected}',
    en: 'this content type is not supported, send {expected}',
  },
  route_not_found: {
    kind: 'not_found',
    zh: '接口不存在: {method} {path}。接口文档见 /docs',
    en: 'there is no {method} {path}; the API is described at /docs',
  },
  path_malformed: {
    kind: 'validation',
    zh: '无法解码的路径：请将 UTF-8 文本按百分号编码（% 写作 %25）',
    en: 'the path cannot be decoded: send UTF-8 in percent encoding (a % is %25)',
  },
  path_too_long: {
    kind: 'validation',
    zh: '路径中的一段超过上限 {limit} 个字符',
    en: 'a part of the path is longer than the limit of {limit} characters',
  },
  method_not_allowed: {
    kind: 'method_not_allowed',
    zh: '{path} 不支持 {method}，可用 {allowed}',
    en: '{path} is not served with {method}, use {allowed}',
  },
  rate_limit_reached: {
    kind: 'rate_limited',
    zh: '请求过于频繁：每个密钥每分钟最多 {limit} 次，请在 {seconds} 秒后重试',
    en: 'too many requests: a key may send {limit} a minute, try again in {seconds} seconds',
  },
  client_gone: {
    kind: 'cancelled',
    zh: '客户端已断开，请求已停止',
    en: 'the client has gone, the request was stopped',
  },
  too_many_streams: {
    kind: 'rate_limited',
    zh: '此进程的事件流已达上限 {limit} 个，请稍后重试，或轮询任务状态',
    en: 'this process serves {limit} event streams already: try again later, or ask for the state of the task',
  },
  internal: {
    kind: 'internal',
    zh: '服务器内部错误，编号 {correlationId}',
    en: 'internal error, number {correlationId}',
  },
  upload_file_missing: {
    kind: 'validation',
    zh: '没有上传文件：请以 multipart/form-data 的 file 字段上传一个 .txt 表清单',
    en: 'no file was sent: upload a .txt table list as the field "file" of multipart/form-data',
  },
  delete_tasks_unnamed: {
    kind: 'validation',
    zh: '请在 task_ids 中给出要删除的任务',
    en: 'name the tasks to delete in task_ids',
  },
  delete_unconfirmed: {
    kind: 'validation',
    zh: '删除 {count} 个任务需要确认：请加上 "confirm": true',
    en: 'deleting {count} tasks has to be confirmed: add "confirm": true',
  },
  form_malformed: {
    kind: 'validation',
    zh: '请求体不是有效的 multipart/form-data，请检查 boundary 和内容是否完整',
    en: 'the body is not valid multipart/form-data: check its boundary and that it is complete',
  },
  form_parts_too_many: {
    kind: 'payload_too_large',
    zh: '表单的部分过多：每次请求只能上传一个文件，另加少量字段。多个文件请分次上传',
    en: 'the form has too many parts: a request takes one file and a few fields, so send several files one by one',
  },
  upload_part_missing: {
    kind: 'validation',
    zh: '没有上传文件：请以 multipart/form-data 的 file 字段上传',
    en: 'no file was sent: upload it as the field "file" of multipart/form-data',
  },
  upload_type: {
    kind: 'validation',
    zh: '只接受 .txt 文件，收到 {name}',
    en: 'only .txt files are taken, this one is {name}',
  },
  range_not_satisfiable: {
    kind: 'range_not_satisfiable',
    zh: '请求的范围超出文件大小 {size} 字节',
    en: 'the requested range is outside the file of {size} bytes',
  },
});
