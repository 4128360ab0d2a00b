export {
  CHECK_NAMES,
  CHECK_STATUSES,
  examinationOf,
  ok,
  warn,
  type Check,
  type CheckName,
  type CheckStatus,
  type CheckView,
  type Examination,
} from './check.js';
export { clockCheck } from './checks/clock-check.js';
export { examine, problemsOf } from './examine.js';
export { found, remedies } from './messages.js';
