import { defineErrors } from '#libs/domain-errors';

export const evaluationErrors = defineErrors({
  question_file_type: {
    kind: 'validation',
    zh: '不支持文件 {file}：题集文件须为 {types}',
    en: 'the file {file} cannot be read: a question set is a file of {types}',
  },
  question_file_too_large: {
    kind: 'payload_too_large',
    zh: '文件 {file} 超过 {limit} MB。请拆分成几个题集',
    en: 'the file {file} has more than {limit} MB. Split it into several sets',
  },
  question_file_encoding: {
    kind: 'validation',
    zh: '文件 {file} 的编码无法识别（不是 UTF-8、UTF-16 或 GB18030）。请另存为 UTF-8 后重新上传',
    en: 'the file {file} is in none of UTF-8, UTF-16 and GB18030. Save it as UTF-8 and upload it again',
  },
  question_file_malformed: {
    kind: 'validation',
    zh: '文件 {file} 不是有效的 JSON（第 {line} 行第 {column} 列）：{reason}。请修正后重新上传',
    en: 'the file {file} is not valid JSON (line {line}, column {column}): {reason}. Correct it and upload it again',
  },
  question_file_shape: {
    kind: 'validation',
    zh: '文件 {file} 的内容不符合要求：应为 [{"question": "…", "gold_sql": ["…"]}] 形式的数组，或 "questions" 字段为该数组的对象',
    en: 'the file {file} has the wrong shape: it must be an array like [{"question": "…", "gold_sql": ["…"]}], or an object whose "questions" is such an array',
  },
  question_file_csv: {
    kind: 'validation',
    zh: '文件 {file} 的第 {line} 行不是有效的 CSV（{code}）。请检查引号和分隔符',
    en: 'line {line} of the file {file} is not valid CSV ({code}). Look at its quotes and separators',
  },
  question_file_sheet: {
    kind: 'validation',
    zh: '文件 {file} 不是可读取的 XLSX 工作簿。请用表格软件重新另存为 .xlsx',
    en: 'the file {file} is not a workbook that can be read. Save it again as .xlsx',
  },
  question_set_empty: {
    kind: 'validation',
    zh: '题集中没有任何问题',
    en: 'the set holds no questions',
  },
  question_set_too_large: {
    kind: 'validation',
    zh: '题集最多包含 {limit} 个问题。请拆分成几个题集',
    en: 'a set has at most {limit} questions. Split it into several sets',
  },
  question_set_check_too_long: {
    kind: 'validation',
    zh: '{minutes} 分钟内只检查了 {statements} 条标准 SQL 中的 {checked} 条，未保存任何内容。请拆分成几个题集、改用更快的 SQL，或以 execute_sql=false 只做计划检查',
    en: 'only {checked} of {statements} gold statements could be checked in {minutes} minutes, and nothing was stored. Split the set, use faster statements, or have them only planned with execute_sql=false',
  },
  question_set_invalid: {
    kind: 'validation',
    zh: '题集中有 {count} 处问题，未保存任何内容：{lines}。全部问题见 details',
    en: 'the set has {count} problems, and nothing was stored: {lines}. The details list all of them',
  },
  question_set_not_found: {
    kind: 'not_found',
    zh: '题集不存在: {set_id}',
    en: 'there is no such question set: {set_id}',
  },
  question_set_in_use: {
    kind: 'conflict',
    zh: '题集 {set_id} 正被评测 {evaluation_id} 使用。请等它结束或取消它',
    en: 'the evaluation {evaluation_id} uses the question set {set_id}. Wait for its end, or cancel it',
  },
  question_set_of_other_database: {
    kind: 'validation',
    zh: '题集 {set_id} 针对数据库 {set_database}，而任务 {task_id} 使用 {database}。请选用该数据库的题集',
    en: 'the question set {set_id} is about the database {set_database}, and the task {task_id} about {database}. Use a set of that database',
  },
  held_out_questions_missing: {
    kind: 'conflict',
    zh: '任务 {task_id} 没有保留的测试问题。请先执行 qa_generation，或上传题集',
    en: 'the task {task_id} has kept back no questions. Run qa_generation first, or upload a question set',
  },
  learnt_questions_missing: {
    kind: 'conflict',
    zh: '任务 {task_id} 没有从真实 SQL 学到的测试问题。请用 learn_from 创建任务并执行 qa_generation，或上传题集',
    en: 'the task {task_id} has learnt no questions from real SQL. Create a task with learn_from and run qa_generation, or upload a question set',
  },
  evaluation_not_found: {
    kind: 'not_found',
    zh: '评测不存在: {evaluation_id}',
    en: 'there is no such evaluation: {evaluation_id}',
  },
  evaluation_ended: {
    kind: 'conflict',
    zh: '评测 {evaluation_id} 已经结束（状态 {status}），无法取消',
    en: 'the evaluation {evaluation_id} has ended (status {status}) and cannot be cancelled',
  },
  evaluation_not_completed: {
    kind: 'conflict',
    zh: '评测 {evaluation_id} 尚未完成（状态 {status}）',
    en: 'the evaluation {evaluation_id} is not completed (status {status})',
  },
  evaluations_not_comparable: {
    kind: 'validation',
    zh: '评测 {evaluation_id} 使用题集 {set_id}，而 {other} 使用 {other_set}：只能比较同一题集的评测',
    en: 'the evaluation {evaluation_id} uses the set {set_id}, and {other} the set {other_set}: only evaluations with the same set can be compared',
  },
  evaluation_level_unavailable: {
    kind: 'validation',
    zh: '此安装没有配置语言模型，无法评测 answers。请设置 LLM_BASE_URL 和 LLM_MODEL，或使用 retrieval',
    en: 'this installation has no language model to measure answers with. Set LLM_BASE_URL and LLM_MODEL, or measure retrieval',
  },
  evaluation_arm_unavailable: {
    kind: 'validation',
    zh: '对照组 context 只能在已加载的向量库上、用其自身的向量模型评测；请在 arms 中去掉 context',
    en: 'the arm context is measured on a loaded store with its own embedder only; leave it out of arms',
  },
  evaluation_embedder_unavailable: {
    kind: 'validation',
    zh: '此安装没有配置向量服务，无法评测对照组 pairs_endpoint。请设置 EMBEDDING_BASE_URL 和 EMBEDDING_MODEL，或去掉该对照组',
    en: 'this installation has no embedding endpoint to measure the arm pairs_endpoint with. Set EMBEDDING_BASE_URL and EMBEDDING_MODEL, or leave the arm out',
  },
  evaluation_cancelled: { kind: 'cancelled', zh: '评测已取消', en: 'the evaluation was cancelled' },
  evaluation_defect: {
    kind: 'internal',
    zh: '评测时发生内部错误（编号 {correlationId}），详情见工作进程日志',
    en: 'the evaluation failed with an internal error (number {correlationId}): the worker log has the particulars',
  },
  evaluation_worker_lost: {
    kind: 'internal',
    zh: '评测的工作进程多次中断，请查看工作进程日志后重新发起',
    en: 'the workers of the evaluation kept dying: see their logs, then ask for it again',
  },
  evaluation_remedies_unknown: {
    kind: 'validation',
    zh: '评测 {evaluation_id} 没有这些改进办法: {ids}。请从 GET …/remedies 的结果中选择',
    en: 'the evaluation {evaluation_id} has no remedies {ids}: choose from those that GET …/remedies lists',
  },
  evaluation_model_missing: {
    kind: 'conflict',
    zh: '任务 {task_id} 没有语义模型文件，无法添加同义词或连接。请先执行 ddl_generation',
    en: 'the task {task_id} has no semantic model to add synonyms or joins to. Run ddl_generation first',
  },
  evaluation_gate_failed: {
    kind: 'conflict',
    zh: '评测未达到门槛：上下文充分率 {percent}%，要求至少 {minimum}%（{questions} 个问题）。未加载任何数据；请查看评测 {evaluation_id} 的失败原因',
    en: 'the gate was missed: {percent} % of {questions} questions find what they need, {minimum} % were asked for. Nothing was loaded; see the failures of the evaluation {evaluation_id}',
  },
});
